import { CalendarDays, Lock, MessageCircle, UserRoundCheck, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { t } from '../../../core/i18n';
import { clock, dayKey, shortDate } from '../../../core/time';
import type { Conversation } from '../../../core/types';
import { Avatar, NumberBadge } from '../../../ui';
import { nameOf, snippet } from './names';

const icons: Record<Conversation['kind'], LucideIcon> = { group: MessageCircle, line: UserRoundCheck, back: Lock, meeting: CalendarDays };

export function InboxList({ all, chosen }: { all: Conversation[]; chosen: string | undefined }) {
  return (
    <ul className="kring-inbox__list" aria-label={t('inbox.list')}>
      {all.map((one) => <li key={one.channel}><Row of={one} current={one.channel === chosen} /></li>)}
    </ul>
  );
}

/** One line: who, the beginning of what was said last, when, and how much waits. */
function Row({ of, current }: { of: Conversation; current: boolean }) {
  const { channel, kind, member, unread, lastAt, groupName } = of;
  const Shape = icons[kind];
  return (
    <Link className={unread > 0 ? 'kring-inbox__row kring-inbox__row--unread' : 'kring-inbox__row'} href={`/berichten/${channel}`} aria-current={current ? 'page' : undefined}>
      {member ? <Avatar id={member.id} alias={member.alias} /> : <span className="kring-inbox__icon"><Shape size={22} aria-hidden /></span>}
      <span className="kring-inbox__words">
        <span className="kring-inbox__name">{nameOf(of)}</span>
        {kind !== 'group' && <span className="kring-inbox__group">{groupName}</span>}
        <span className="kring-inbox__last">{snippet(of)}</span>
      </span>
      <span className="kring-inbox__end">
        {lastAt !== undefined && <span className="kring-inbox__when">{when(lastAt)}</span>}
        {unread > 0 && <NumberBadge count={unread} label={t('inbox.unread', { count: unread })} />}
      </span>
    </Link>
  );
}

const when = (at: number) => (dayKey(at) === dayKey(Date.now()) ? clock(at) : shortDate(at));
