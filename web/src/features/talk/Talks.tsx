import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { slotsQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { GroupView, SlotView } from '../../core/types';
import { Badge, Button, ButtonLink, Card, Heading, List, ListItem, Loaded, Problem, Text } from '../../ui';
import { OfferForm } from './OfferForm';
import { useSlotAction } from './useSlotAction';

const when = (slot: SlotView) => t('talk.when', { day: day(slot.startAt), time: clock(slot.startAt), minutes: slot.durationMin });

/** Conversations between two: a facilitator offers moments, a member chooses one. */
export default function Talks({ group }: { group: GroupView }) {
  const slots = useQuery(slotsQuery(group.id));
  const guide = group.viewer.role !== 'member';
  return (
    <Loaded of={slots}>
      {(all) => (
        <div className="kring-stack">
          <Text>{t(guide ? 'talk.about.guide' : 'talk.about')}</Text>
          <Slots group={group.id} title={t('talk.planned')} none={t('talk.planned.none')} slots={all.filter(({ status, own }) => status !== 'free' && (own || guide))} guide={guide} />
          <Slots group={group.id} title={t('talk.free')} none={t(guide ? 'talk.free.none.guide' : 'talk.free.none')} slots={all.filter(({ status }) => status === 'free')} guide={guide} />
          {guide && <OfferForm group={group} />}
        </div>
      )}
    </Loaded>
  );
}

type SlotsProps = { group: string; title: string; none: string; slots: SlotView[]; guide: boolean };

function Slots({ group, title, none, slots, guide }: SlotsProps) {
  return (
    <Card>
      <Heading level={2} look={3}>{title}</Heading>
      {slots.length === 0 && <Text muted>{none}</Text>}
      {slots.length > 0 && (
        <List label={title}>
          {slots.map((slot) => <Slot key={slot.id} group={group} slot={slot} guide={guide} />)}
        </List>
      )}
    </Card>
  );
}

function Slot({ group, slot, guide }: { group: string; slot: SlotView; guide: boolean }) {
  const action = useSlotAction(group);
  return (
    <ListItem action={<Actions slot={slot} guide={guide} action={action} />}>
      <span className="kring-list__title">{when(slot)}</span> {slot.status === 'off' && <Badge tone="accent">{t('talk.off')}</Badge>}
      <br />
      <span className="kring-small kring-muted">{withWhom(slot, guide)}</span>
      {action.error && <Problem error={action.error} />}
    </ListItem>
  );
}

function withWhom(slot: SlotView, guide: boolean): string {
  if (!guide) return t('talk.with', { name: slot.guide });
  if (slot.intake && !slot.member) return t('talk.intake', { email: slot.email ?? '', guide: slot.guide });
  if (slot.status === 'free') return slot.member ? t('talk.freeFor', { name: slot.member, guide: slot.guide }) : t('talk.freeForAll', { guide: slot.guide });
  return t('talk.between', { member: slot.member, guide: slot.guide });
}

type ActionsProps = { slot: SlotView; guide: boolean; action: ReturnType<typeof useSlotAction> };

function Actions({ slot, guide, action: { run, busy } }: ActionsProps) {
  if (slot.status === 'free' && !guide) {
    return <Button kind="primary" small busy={busy} aria-label={t('talk.book.this', { when: when(slot) })} onClick={() => run('book', slot.id)}>{t('talk.book')}</Button>;
  }
  const withdraw = guide && slot.status === 'free';
  const words = { when: when(slot) };
  return (
    <span className="kring-row">
      {slot.meetingId && slot.joinable && <ButtonLink kind="primary" small href={`/bijeenkomst/${slot.meetingId}`}>{t('talk.enter')}</ButtonLink>}
      {slot.own && slot.status !== 'free' && <a className="nl-link kring-block-link" href={`/api/slots/${slot.id}/calendar`} download>{t(slot.status === 'off' ? 'talk.calendar.off' : 'talk.calendar')}</a>}
      {slot.status !== 'off' && <Button small kind="subtle" busy={busy} aria-label={withdraw ? t('talk.withdraw.this', words) : t('talk.cancel.this', words)} onClick={() => run(guide ? 'withdraw' : 'cancel', slot.id)}>{withdraw ? t('talk.withdraw') : t('talk.cancel')}</Button>}
    </span>
  );
}
