import type { MeetingState, Seat } from '../../core/wire';

/** Something that happened, for the live region and the line above the buttons. */
export type News = {
  what: 'came' | 'left' | 'lost' | 'back' | 'muted' | 'hand' | 'waits' | 'opened' | 'admitted' | 'locked' | 'unlocked';
  /** Whom it is about, if it is about one person. */
  alias: string;
};

/** What a person should hear about between two states of the same meeting. The first state is no news. */
export function newsBetween(before: MeetingState | undefined, now: MeetingState): News[] {
  if (!before) return [];
  if (before.you.status !== 'seated') return waitingNews(before, now);
  if (now.you.status !== 'seated') return [];
  return [...seatNews(before, now), ...guideNews(before, now)];
}

function waitingNews(before: MeetingState, now: MeetingState): News[] {
  if (now.you.status === 'seated') return [{ what: 'admitted', alias: '' }];
  if (before.phase !== 'open' && now.phase === 'open') return [{ what: 'opened', alias: '' }];
  return [];
}

function seatNews(before: MeetingState, now: MeetingState): News[] {
  const old = new Map(before.seats.map((seat) => [seat.id, seat]));
  const present = new Set(now.seats.map((seat) => seat.id));
  const news: News[] = [];
  for (const seat of now.seats) {
    const what = seat.id === now.you.id ? ownNews(old.get(seat.id), seat) : othersNews(old.get(seat.id), seat);
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
