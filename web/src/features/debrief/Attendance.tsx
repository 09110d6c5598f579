import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { attendanceQuery } from '../../core/queries';
import type { Present } from '../../core/types';
import { Avatar, Button, Card, Heading, List, ListItem, Loaded, Problem, Select, Text, TextBox } from '../../ui';

/** Who was there and how. It fills itself; a correction says why. */
export function Attendance({ meeting }: { meeting: string }) {
  const attendance = useQuery(attendanceQuery(meeting));
  const [changing, setChanging] = useState('');
  return (
    <Card labelledBy="attendance">
      <Heading level={2} id="attendance">{t('attendance.title')}</Heading>
      <Text muted>{t('attendance.about')}</Text>
      <Loaded of={attendance}>
        {(people) => (
          <List label={t('attendance.title')}>
            {people.map((one) => (
              <ListItem
                key={one.id}
                action={changing !== one.id && <Button small kind="subtle" aria-label={t('attendance.changeWho', { alias: one.alias })} onClick={() => setChanging(one.id)}>{t('attendance.change')}</Button>}
              >
                <span className="kring-row"><Avatar id={one.id} alias={one.alias} /><span className="kring-list__title">{one.alias}</span></span>
                <span className="kring-small kring-muted">{words(one)}</span>
                {changing === one.id && <Change meeting={meeting} one={one} done={() => setChanging('')} />}
              </ListItem>
            ))}
          </List>
        )}
      </Loaded>
    </Card>
  );
}

function words({ how, found, minutes, reason }: Present): string {
  const parts = [t(`attendance.how.${how}`)];
  if (how === 'video') parts.push(t('attendance.minutes', { minutes }));
  if (how !== found) parts.push(t('attendance.corrected'));
  if (reason) parts.push(reason);
  return parts.join(' · ');
}

const ways: Present['how'][] = ['video', 'room', 'phone', 'chat', 'watched', 'cancelled', 'absent'];

function Change({ meeting, one, done }: { meeting: string; one: Present; done: () => void }) {
  const [how, setHow] = useState(one.how);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const correct = useMutation({
    mutationFn: () => api.put<Present[]>(`/meetings/${meeting}/attendance`, { id: one.id, how, reason }),
    onSuccess: (people) => {
      queries.setQueryData(attendanceQuery(meeting).queryKey, people);
      done();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!correct.isPending) correct.mutate();
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Select label={t('attendance.how')} value={how} onChange={(event) => setHow(event.target.value as Present['how'])}>
        {ways.map((way) => <option key={way} value={way}>{t(`attendance.how.${way}`)}</option>)}
      </Select>
      <TextBox label={t('attendance.reason')} required maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} description={t('attendance.reasonAbout')} />
      {correct.error && <Problem error={correct.error} />}
      <div className="kring-row">
        <Button kind="primary" small type="submit" busy={correct.isPending}>{t('attendance.save')}</Button>
        <Button kind="subtle" small onClick={done}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}
