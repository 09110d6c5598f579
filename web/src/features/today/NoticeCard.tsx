import { useMutation, useQueryClient } from '@tanstack/react-query';
import { HeartHandshake } from 'lucide-react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { todayQuery } from '../../core/queries';
import { clock } from '../../core/time';
import type { Notice } from '../../core/types';
import { Button, Card, Heading, List, ListItem, Problem, Text } from '../../ui';
import { dayWord } from './when';

/** Somebody gave an answer for which it was agreed that this person gets in touch. What was answered does not stand here. */
export function NoticeCard({ notices, now }: { notices: Notice[]; now: number }) {
  if (notices.length === 0) return null;
  return (
    <Card main labelledBy="notices">
      <Heading level={2} id="notices">{t('today.notice.title')}</Heading>
      <Text>{t('today.notice.text')}</Text>
      <List>{notices.map((one) => <Told key={one.id} notice={one} now={now} />)}</List>
    </Card>
  );
}

/** From here on an answer came late: it was given without a connection. */
const late = 10 * 60_000;

function Told({ notice: { id, alias, groupName, at, lateMs }, now }: { notice: Notice; now: number }) {
  const queries = useQueryClient();
  const done = useMutation({
    mutationFn: () => api.post(`/notices/${id}/done`),
    onSuccess: () => queries.invalidateQueries({ queryKey: todayQuery.queryKey }),
  });
  return (
    <ListItem action={<Button small icon={HeartHandshake} busy={done.isPending} aria-label={t('today.notice.doneWho', { alias })} onClick={() => done.mutate()}>{t('today.notice.done')}</Button>}>
      <span className="kring-list__title">{t('today.notice.who', { alias })}</span><br />
      <span className="kring-small kring-muted">{t('today.notice.when', { day: dayWord(at, now), time: clock(at) })} · {groupName}</span>
      {lateMs > late && <><br /><Text small>{t('today.notice.late', { day: dayWord(at + lateMs, now), time: clock(at + lateMs) })}</Text></>}
      {done.error && <Problem error={done.error} />}
    </ListItem>
  );
}
