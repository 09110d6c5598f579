import type { MeetingCare } from '../../core/care';
import type { MediaView } from '../../core/rtc/meeting-media';
import type { OwnState } from '../../core/rtc/own-media';
import type { ReactionKind } from '../../core/script';
import { t } from '../../core/meeting-words';
import { leads, type MeetingState, type Seat } from '../../core/wire';
import { newsBetween, type News } from './news';
import { reactionNews } from './script-news';
import { apartWith, ownRoom, together } from './stage/rooms';
import { aheadOf } from './stage/time';

/** Why a person is not in the meeting (any more). `left` is her own choice; `over` is a meeting that ended before she came. */
export type Ending = 'left' | 'closed' | 'over' | 'removed' | 'elsewhere';

/** All that the meeting page shows. Pure: events in, next view out. */
export type View = {
  /** The device check is done. */
  checked: boolean;
  /** Pressed "Deelnemen", which is the click that browsers want before they play sound. */
  joined: boolean;
  /** The newest state of the server; missing until it has answered. */
  room?: MeetingState;
  /** Own alarm and, for facilitators, those of others. */
  care?: MeetingCare;
  speaking: readonly number[];
  own: OwnState;
  media?: MediaView;
  ending?: Ending;
  /** Code of the last thing that the server refused; its text is in the language files. */
  refused?: string;
  /** What happened lately, oldest first; `id` keeps growing. */
  news: readonly (News & { id: number })[];
  /** How far the server's clock is ahead of ours, in milliseconds. */
  ahead: number;
  /** The last reaction of each person; `number` keeps growing. */
  reactions: Readonly<Record<string, { kind: ReactionKind; number: number }>>;
};

export type ViewEvent =
  | { type: 'checked' }
  /** `at` is the moment on our own clock at which it came. */
  | { type: 'state'; room: MeetingState; at: number }
  | { type: 'care'; care: MeetingCare }
  | { type: 'reaction'; id: string; kind: ReactionKind }
  /** Something that the page itself noticed, such as a timer that ran out. */
  | { type: 'noticed'; news: News }
  | { type: 'speaking'; seats: readonly number[] }
  | { type: 'own'; own: OwnState }
  | { type: 'media'; media: MediaView | undefined }
  | { type: 'joined' }
  | { type: 'ended'; ending: Ending }
  | { type: 'refused'; code: string | undefined };

/** One screen at a time. `lobby` is a facilitator before the meeting is open, `ready` is admitted but not yet joined. */
export type Stage = 'check' | 'entering' | 'gone' | 'waiting' | 'lobby' | 'ready' | 'circle' | 'ended';

/** More would only be read out when nobody cares any more. */
const NEWS_KEPT = 5;

export function newView(own: OwnState, checked: boolean): View {
  return { checked, joined: false, speaking: [], own, news: [], ahead: 0, reactions: {} };
}

export function viewAfter(view: View, event: ViewEvent): View {
  switch (event.type) {
    case 'checked':
      return { ...view, checked: true };
    case 'state':
      return entered(view, event.room, event.at);
    case 'care':
      return { ...view, care: event.care };
    case 'reaction':
      return reacted(view, event.id, event.kind);
    case 'noticed':
      return { ...view, news: withNews(view, [event.news]) };
    case 'speaking':
      return { ...view, speaking: event.seats };
    case 'own':
      return { ...view, own: event.own };
    case 'media':
      return { ...view, media: event.media };
    case 'joined':
      return { ...view, joined: true };
    case 'ended':
      return { ...view, ending: event.ending, joined: false, media: undefined, speaking: [] };
    case 'refused':
      return { ...view, refused: event.code };
  }
}

/** Only the newest state counts; a person who has to wait (again) has not joined. */
function entered(view: View, told: MeetingState, at: number): View {
  if (view.room && told.rev < view.room.rev) return view;
  const room = named(told);
  const seated = room.you.status !== 'waiting';
  return {
    ...view,
    room,
    ahead: aheadOf(view.room && view.ahead, room.serverTime - at),
    refused: view.refused === 'not-found' ? undefined : view.refused,
    joined: view.joined && seated,
    speaking: seated ? view.speaking : [],
    news: withNews(view, newsBetween(view.room, room)),
  };
}

/** The device in the room is called as the page's language has it. */
function named(room: MeetingState): MeetingState {
  const name = <P extends { id: string }>(one: P): P => (one.id.startsWith('room-') ? { ...one, alias: t('inRoom.device') } : one);
  return { ...room, seats: room.seats.map(name), waiting: room.waiting.map(name) };
}

function reacted(view: View, id: string, kind: ReactionKind): View {
  const number = 1 + Math.max(0, ...Object.values(view.reactions).map((one) => one.number));
  const news = view.room ? withNews(view, reactionNews(view.room, id, kind)) : view.news;
  return { ...view, reactions: { ...view.reactions, [id]: { kind, number } }, news };
}

function withNews(view: View, news: News[]): View['news'] {
  const last = view.news.at(-1)?.id ?? 0;
  return [...view.news, ...news.map((item, i) => ({ ...item, id: last + 1 + i }))].slice(-NEWS_KEPT);
}

export function stageOf(view: View): Stage {
  if (view.ending) return 'ended';
  if (!view.checked) return 'check';
  if (!view.room) return view.refused === 'not-found' ? 'gone' : 'entering';
  if (view.room.you.status === 'waiting') return 'waiting';
  if (view.room.phase !== 'open' && !view.room.debrief) return 'lobby';
  return view.joined ? 'circle' : 'ready';
}

/** Who is in one room with others has none of the devices, and a hand like everybody. */
export function ownSeat(room: MeetingState | undefined): Seat | undefined {
  const present = room?.room?.find(({ id }) => id === room.you.id);
  if (present) return { ...present, seat: -1, microphone: false, camera: false };
  return room?.seats.find((seat) => seat.id === room.you.id);
}

/** Whose screen is shown here; the own one is not. */
export function screenOwner(room: MeetingState): Seat | undefined {
  return room.seats.find((seat) => seat.id === room.screen && seat.id !== room.you.id);
}

export function guides(room: MeetingState | undefined): boolean {
  return room !== undefined && leads(room.you.role);
}

/** Whether others hear this person: her own switch, and nobody muted her since she last turned it on. */
export function heard(view: View): boolean {
  return view.own.microphone.on && !ownSeat(view.room)?.mutedBy;
}

/** The new state says for the first time that somebody muted us: our own switch must follow. */
export function mutedNow(before: MeetingState | undefined, room: MeetingState): boolean {
  const by = ownSeat(room)?.mutedBy;
  return by !== undefined && by !== ownSeat(before)?.mutedBy;
}

/**
 * The places of the circle from 0 to the last taken one. A place that somebody left stays as an empty one, so that the
 * others do not move; the next person who comes in takes it. In a pair there are only the places of that pair.
 */
export function places(room: MeetingState): (Seat | undefined)[] {
  if (ownRoom(room.pairs) || apartWith(room)) return together(room);
  const taken = new Map(together(room).map((seat) => [seat.seat, seat]));
  const last = Math.max(-1, ...taken.keys());
  return Array.from({ length: last + 1 }, (_, number) => taken.get(number));
}
