import type { Pairs, ReactionKind } from '../../core/script';
import { words } from '../../core/i18n';
import { leads, type MeetingState } from '../../core/wire';
import type { News } from './news';
import { aliasOf } from './stage/stick';

/** What the script did between two states; each rule tells at most one thing. */
export function scriptNews(before: MeetingState, now: MeetingState): News[] {
  return [pauseNews, debriefNews, stepNews, pairsNews, wordNews, pollNews, pieceNews, sayNews, closingNews]
    .map((rule) => rule(before, now))
    .concat(helpNews(before, now))
    .filter((item) => item !== undefined);
}

type Rule = (before: MeetingState, now: MeetingState) => News | undefined;

const stepNews: Rule = (before, now) => {
  const same = before.step?.id === now.step?.id && before.step?.startedAt === now.step?.startedAt;
  return now.step && !same ? { what: 'step', alias: '', text: words(now.step.title) } : undefined;
};

const wordNews: Rule = (before, now) => {
  const holder = now.stick?.holder;
  if (before.stick?.holder && !holder) return { what: 'roundOver', alias: '' };
  if (!holder || holder === before.stick?.holder) return undefined;
  if (holder === now.you.id) return { what: 'yourWord', alias: '' };
  return { what: 'word', alias: aliasOf(now, holder) };
};

const pollNews: Rule = (before, now) => {
  const { poll } = now;
  if (!poll) return undefined;
  if (poll.open && (poll.id !== before.poll?.id || !before.poll.open)) return { what: 'poll', alias: '', text: words(poll.question) };
  return poll.shown && !before.poll?.shown ? { what: 'pollShown', alias: '', text: words(poll.question) } : undefined;
};

/** Not what it says: everybody reads that in their own time. */
const pieceNews: Rule = (before, now) => (now.table && now.table !== before.table ? { what: 'piece', alias: '' } : undefined);

const pairsNews: Rule = (before, now) => {
  const from = roomOf(before.pairs);
  const to = roomOf(now.pairs);
  if (before.pairs && !now.pairs) return { what: 'together', alias: '' };
  return to > 0 && to !== from ? { what: 'pairs', alias: '', text: String(to) } : undefined;
};

const sayNews: Rule = (before, now) =>
  now.say && now.say.at !== before.say?.at ? { what: 'said', alias: '', text: now.say.text } : undefined;

const pauseNews: Rule = (before, now) => {
  if (Boolean(before.paused) === Boolean(now.paused)) return undefined;
  return { what: now.paused ? 'paused' : 'resumed', alias: '' };
};

const debriefNews: Rule = (before, now) => (now.debrief && !before.debrief ? { what: 'debrief', alias: '' } : undefined);

const closingNews: Rule = (before, now) => (now.closing && !before.closing ? { what: 'closing', alias: '' } : undefined);

function helpNews(before: MeetingState, now: MeetingState): News[] {
  if (!leads(now.you.role)) return [];
  const asked = new Set(before.pairs?.rooms.filter((room) => room.help).map((room) => room.number));
  const rooms = now.pairs?.rooms.filter((room) => room.help && !asked.has(room.number)) ?? [];
  return rooms.map((room) => ({ what: 'help', alias: '', text: String(room.number) }));
}

function roomOf(pairs: Pairs | null | undefined): number {
  return pairs ? pairs.visiting || pairs.yours : 0;
}

/** A reaction, for who does not see it float. One's own is known. */
export function reactionNews(room: MeetingState, id: string, kind: ReactionKind): News[] {
  const alias = aliasOf(room, id);
  return alias && id !== room.you.id ? [{ what: `react.${kind}`, alias }] : [];
}

/** Whether it records, also for who comes while it does. */
export function recordingNews(before: MeetingState | undefined, now: MeetingState): News[] {
  const was = before?.recording?.state ?? '';
  const is = now.recording?.state ?? '';
  if (is === was || is === 'asking' || (was === 'asking' && is === '')) return [];
  return [{ what: is === '' ? 'recording.stopped' : `recording.${is}`, alias: '' }];
}

/** What who waits is told. */
export const noticeNews: Rule = (before, now) =>
  now.notice && now.notice.at !== before.notice?.at ? { what: 'notice', alias: '', text: now.notice.text } : undefined;
