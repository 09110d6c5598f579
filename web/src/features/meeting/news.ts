import type { ReactionKind } from '../../core/script';
import type { MeetingState, Seat } from '../../core/wire';
import { noticeNews, recordingNews, scriptNews } from './script-news';

type SeatWord = 'came' | 'left' | 'lost' | 'back' | 'muted' | 'hand' | 'waits' | 'opened' | 'admitted' | 'locked' | 'unlocked';
type ScriptWord =
  | 'step' | 'word' | 'yourWord' | 'roundOver' | 'poll' | 'pollShown' | 'piece' | 'pairs' | 'together' | 'help' | 'timer'
  | 'said' | 'notice' | 'paused' | 'resumed' | 'closing' | 'debrief' | `react.${ReactionKind}` | 'recording.running' | 'recording.paused' | 'recording.stopped';

/** Something that happened, for the live region and the line above the buttons. */
export type News = {
  what: SeatWord | ScriptWord;
  /** Whom it is about, if it is about one person. */
  alias: string;
  /** What it is about: the title of a step, a question, the number of a room. */
  text?: string;
};

/** What a person should hear about between two states of the same meeting. Of the first state only that it records. */
export function newsBetween(before: MeetingState | undefined, now: MeetingState): News[] {
  return [...recordingNews(before, now), ...(before ? otherNews(before, now) : [])];
}

function otherNews(before: MeetingState, now: MeetingState): News[] {
  if (before.you.status === 'waiting') return waitingNews(before, now);
  if (now.you.status === 'waiting') return [];
  return [...scriptNews(before, now), ...seatNews(before, now), ...guideNews(before, now)];
}

function waitingNews(before: MeetingState, now: MeetingState): News[] {
  if (now.you.status !== 'waiting') return [{ what: 'admitted', alias: '' }];
  if (before.phase !== 'open' && now.phase === 'open') return [{ what: 'opened', alias: '' }];
  const told = noticeNews(before, now);
  return told ? [told] : [];
}

function seatNews(before: MeetingState, now: MeetingState): News[] {
  const old = new Map(before.seats.map((seat) => [seat.id, seat]));
  const present = new Set(now.seats.map((seat) => seat.id));
  const news: News[] = [];
  for (const seat of now.seats) {
    const what = seat.id === now.you.id ? ownNews(old.get(seat.id), seat) : othersNews(old.get(seat.id), seat);
    if (what === 'muted' && now.stick?.quiet) continue; // Silent as agreed for the round, which the round tells.
    if (what === 'muted') news.push({ what, alias: aliasOf(now, seat.mutedBy) });
    else if (what) news.push({ what, alias: seat.alias });
  }
  for (const seat of before.seats) {
    if (!present.has(seat.id)) news.push({ what: 'left', alias: seat.alias });
  }
  return news;
}

function ownNews(old: Seat | undefined, seat: Seat): 'muted' | undefined {
  return seat.mutedBy && seat.mutedBy !== old?.mutedBy ? 'muted' : undefined;
}

function othersNews(old: Seat | undefined, seat: Seat): News['what'] | undefined {
  if (!old) return 'came';
  if (old.connected !== seat.connected) return seat.connected ? 'back' : 'lost';
  if (old.hand === 0 && seat.hand > 0) return 'hand';
  return undefined;
}

function guideNews(before: MeetingState, now: MeetingState): News[] {
  const known = new Set(before.waiting.map((person) => person.id));
  const news: News[] = now.waiting
    .filter((person) => !known.has(person.id))
    .map((person) => ({ what: 'waits', alias: person.alias }));
  if (before.locked !== now.locked) news.push({ what: now.locked ? 'locked' : 'unlocked', alias: '' });
  return news;
}

function aliasOf(room: MeetingState, id: string | undefined): string {
  return room.seats.find((seat) => seat.id === id)?.alias ?? '';
}
