import { useMutation, useQueryClient } from '@tanstack/react-query';
import { HeartHandshake } from 'lucide-react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { todayQuery } from '../../core/queries';
import type { FollowUp } from '../../core/types';
import { Button, Card, Heading, Link, List, ListItem, Problem, Text } from '../../ui';
import { dayWord } from './when';

/** The day after an alarm somebody asks how it goes. It stays here until that is done. */
export function FollowUpCard({ followUps, now }: { followUps: FollowUp[]; now: number }) {
  if (followUps.length === 0) return null;
  return (
    <Card labelledBy="follow-up">
      <Heading level={2} id="follow-up">{t('today.followUp.title')}</Heading>
      <List>{followUps.map((one) => <Task key={one.id} task={one} now={now} />)}</List>
    </Card>
  );
}

function Task({ task, now }: { task: FollowUp; now: number }) {
  const { id, groupId, groupName, meetingId, alias, at, dueAt, open } = task;
  const queries = useQueryClient();
  const done = useMutation({
    mutationFn: () => api.post(`/groups/${groupId}/follow-ups/${id}/done`),
    onSuccess: () => queries.invalidateQueries({ queryKey: todayQuery.queryKey }),
  });
  return (
    <ListItem action={<Button small icon={HeartHandshake} busy={done.isPending} aria-label={t('today.followUp.doneWho', { alias })} onClick={() => done.mutate()}>{t('today.followUp.done')}</Button>}>
      <span className="kring-list__title">{t('today.followUp.ask', { alias })}</span><br />
      <span className="kring-small kring-muted">{t('today.followUp.about', { alias, day: dayWord(at, now), due: dayWord(dueAt, now) })} · {groupName}</span>
      {open && <><br /><Text small>{t('today.followUp.open')} <Link href={`/bijeenkomst/${meetingId}`}>{t('today.followUp.toAlarm', { alias })}</Link></Text></>}
      {done.error && <Problem error={done.error} />}
    </ListItem>
  );
}
