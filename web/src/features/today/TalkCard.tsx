import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { todayQuery } from '../../core/queries';
import type { SlotView, Today } from '../../core/types';
import { Badge, Button, ButtonLink, Card, Heading, Link, List, ListItem, Problem, Text, useSession } from '../../ui';
import { when } from './when';

/** Conversations between two: what is planned, and for members that there is something to choose. */
export function TalkCard({ slots, now }: Pick<Today, 'slots' | 'now'>) {
  const planned = slots.filter(({ own, status }) => own && status !== 'free');
  const [free] = slots.filter(({ status }) => status === 'free');
  if (planned.length === 0 && !free) return null;
  return (
    <Card labelledBy="talks">
      <Heading level={2} id="talks">{t('talk.title')}</Heading>
      {planned.length > 0 && (
        <List>
          {planned.map((slot) => <Planned key={slot.id} slot={slot} now={now} />)}
        </List>
      )}
      {free && planned.length === 0 && <Text>{t('talk.today.free', { name: free.guide })}</Text>}
      {free && <div><ButtonLink href={`/groep/${free.groupId}/gesprekken`}>{t('talk.today.choose')}</ButtonLink></div>}
    </Card>
  );
}

function Planned({ slot, now }: { slot: SlotView; now: number }) {
  const within = useSession()?.groups.some(({ id }) => id === slot.groupId) ?? false;
  const link = slot.joinable && slot.meetingId
    ? <ButtonLink kind="primary" small href={`/bijeenkomst/${slot.meetingId}`}>{t('talk.enter')}</ButtonLink>
    : within ? <Link block href={`/groep/${slot.groupId}/gesprekken`}>{t('talk.today.see')}</Link> : <OfGuest slot={slot} />;
  return (
    <ListItem action={link}>
      <span className="kring-list__title">{when(slot.startAt, now)}</span> {slot.status === 'off' && <Badge tone="accent">{t('talk.off')}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('talk.with', { name: slot.member || slot.guide })}</span>
    </ListItem>
  );
}

/** Who is in no group yet has no page of it: the calendar, and not coming. */
function OfGuest({ slot }: { slot: SlotView }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.remove(`/slots/${slot.id}/booking`),
    onSettled: () => queries.invalidateQueries({ queryKey: todayQuery.queryKey }),
  });
  return (
    <span className="kring-row">
      <a className="nl-link kring-block-link" href={`/api/slots/${slot.id}/calendar`} download>{t(slot.status === 'off' ? 'talk.calendar.off' : 'talk.calendar')}</a>
      {slot.status !== 'off' && <Button small kind="subtle" busy={cancel.isPending} onClick={() => cancel.mutate()}>{t('talk.cancel')}</Button>}
      {cancel.error && <Problem error={cancel.error} />}
    </span>
  );
}
