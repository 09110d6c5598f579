import { t } from '../../core/i18n';
import type { SlotView, Today } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Text } from '../../ui';
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
  const link = slot.joinable && slot.meetingId
    ? <ButtonLink kind="primary" small href={`/bijeenkomst/${slot.meetingId}`}>{t('talk.enter')}</ButtonLink>
    : <Link block href={`/groep/${slot.groupId}/gesprekken`}>{t('talk.today.see')}</Link>;
  return (
    <ListItem action={link}>
      <span className="kring-list__title">{when(slot.startAt, now)}</span> {slot.status === 'off' && <Badge tone="accent">{t('talk.off')}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('talk.with', { name: slot.member || slot.guide })}</span>
    </ListItem>
  );
}
