import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { groupQuery } from '../../core/queries';
import { clock, day, dayKey, localMoment } from '../../core/time';
import type { GroupView, MeetingView } from '../../core/types';
import { Badge, Button, Card, Link, List, ListItem, Problem, TextBox } from '../../ui';
import { MeetingSubstitute } from './Substitute';

/** All meetings in order; who guides or plans may move one that has not begun. */
export function Meetings({ group }: { group: GroupView }) {
  const [moving, setMoving] = useState('');
  const [replacing, setReplacing] = useState('');
  const role = group.viewer.role;
  const mayMove = role !== 'member';
  return (
    <Card>
      <List label={t('group.tab.meetings')}>
        {group.meetings.map((meeting) => (
          <ListItem
            key={meeting.id}
            action={(
              <span className="kring-row">
                {meeting.phase !== 'closed' && role !== 'coordinator' && <Link block href={`/bijeenkomst/${meeting.id}`}>{t('group.meeting.view', { number: meeting.number })}</Link>}
                {meeting.phase !== 'planned' && <Link block href={`/bijeenkomst/${meeting.id}/verslag`}>{t(`group.meeting.after.${role}`, { number: meeting.number })}</Link>}
                {role === 'member' && meeting.phase === 'planned' && <Away meeting={meeting} />}
                {meeting.phase !== 'closed' && (role === 'facilitator' || role === 'co-facilitator') && <Link block href={`/bijeenkomst/${meeting.id}/vooraf`}>{t('group.meeting.before', { number: meeting.number })}</Link>}
                {mayMove && meeting.phase !== 'closed' && replacing !== meeting.id && <Button small kind="subtle" onClick={() => setReplacing(meeting.id)}>{t('group.meeting.substitute', { number: meeting.number })}</Button>}
                {mayMove && meeting.phase === 'planned' && moving !== meeting.id && <Button small kind="subtle" onClick={() => setMoving(meeting.id)}>{t('group.meeting.move', { number: meeting.number })}</Button>}
              </span>
            )}
          >
            <span className="kring-list__title">{meeting.number}. {meeting.title}</span> {meeting.phase !== 'planned' && <Badge tone={meeting.phase === 'open' ? 'positive' : 'neutral'}>{t(`group.phase.${meeting.phase}`)}</Badge>}
            <br />
            <span className="kring-small kring-muted">{t('group.meeting.when', { day: day(meeting.startAt), time: clock(meeting.startAt), minutes: meeting.durationMin })}</span>
            {meeting.substitutes?.map((one) => <span key={one.personId} className="kring-small"><br />{t('substitute.once.now', { name: one.name, replaces: one.replaces ?? '' })}</span>)}
            {replacing === meeting.id && <MeetingSubstitute group={group} meeting={meeting} done={() => setReplacing('')} />}
            {moving === meeting.id && <Move meeting={meeting} done={() => setMoving('')} />}
          </ListItem>
        ))}
      </List>
    </Card>
  );
}

/** Who cannot come says so beforehand; it can be taken back until the meeting begins. */
function Away({ meeting }: { meeting: MeetingView }) {
  const queries = useQueryClient();
  const away = meeting.away ?? false;
  const say = useMutation({
    mutationFn: () => api.put(`/meetings/${meeting.id}/away`, { away: !away }),
    onSuccess: () => queries.invalidateQueries({ queryKey: groupQuery(meeting.groupId).queryKey }),
  });
  return (
    <>
      {away && <Badge>{t('group.meeting.away')}</Badge>}
      <Button small kind="subtle" busy={say.isPending} onClick={() => say.mutate()}>{t(away ? 'group.meeting.comes' : 'group.meeting.cannot', { number: meeting.number })}</Button>
      {say.error && <Problem error={say.error} />}
    </>
  );
}

function Move({ meeting, done }: { meeting: MeetingView; done: () => void }) {
  const [date, setDate] = useState(dayKey(meeting.startAt));
  const [time, setTime] = useState(clock(meeting.startAt));
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: () => api.patch(`/meetings/${meeting.id}`, { startAt: localMoment(date, time) }, String(meeting.rev)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: groupQuery(meeting.groupId).queryKey });
      done();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!move.isPending) move.mutate();
  }
  return (
    <form className="kring-form kring-move" onSubmit={submit}>
      <div className="kring-columns">
        <TextBox label={t('newGroup.date')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
        <TextBox label={t('newGroup.time')} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />
      </div>
      {move.error && <Problem error={move.error} />}
      <div className="kring-row">
        <Button kind="primary" small type="submit" busy={move.isPending}>{t('group.meeting.save')}</Button>
        <Button kind="subtle" small onClick={done}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}
