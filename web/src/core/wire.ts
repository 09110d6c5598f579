// The live socket: JSON text frames, one flat object per frame, told apart by `type`.
// The server tests its side on the same examples (server/live/testdata/*.json).
import type { RecordingMessage, RecordingState } from './recording';
import type { CareWish, MeetingCare } from './care';
import type { ReactionKind, ScriptMessage, ScriptState } from './script';
import type { GroupRole, MeetingPhase, Message } from './types';

/** Every client message may carry a `ref` of at most 40 characters; `ok` and `error` echo it. */
export type ClientMessage = { ref?: string } & (
  | { type: 'chat.open'; channel: string; after: number; changes: number }
  | { type: 'chat.watch'; group: string }
  | { type: 'chat.close'; channel: string }
  | { type: 'chat.send'; channel: string; to?: string; clientId: string; text: string; fold?: boolean }
  | { type: 'chat.read'; channel: string; seq: number }
  | { type: 'meeting.enter'; meeting: string; microphone: boolean; camera: boolean; room?: boolean }
  | { type: 'meeting.text'; meeting: string; text: string }
  | { type: 'meeting.caption'; meeting: string; text: string; final: boolean }
  | { type: 'meeting.captioner'; meeting: string; who: string }
  | { type: 'meeting.leave'; meeting: string }
  | { type: 'meeting.open'; meeting: string }
  | { type: 'meeting.close'; meeting: string }
  | { type: 'meeting.lock'; meeting: string; locked: boolean }
  | { type: 'meeting.admit'; meeting: string; who: string }
  | { type: 'meeting.remove'; meeting: string; who: string }
  | { type: 'meeting.mute'; meeting: string; who: string }
  | { type: 'meeting.media'; meeting: string; microphone: boolean; camera: boolean }
  | { type: 'meeting.hand'; meeting: string; up: boolean }
  | { type: 'meeting.screen'; meeting: string; on: boolean }
  | { type: 'meeting.view'; meeting: string; tiles: Tile[]; screen: number }
  | CareWish
  | { type: 'rtc.servers'; meeting: string }
  | { type: 'rtc.offer'; meeting: string; sdp: string }
  | RecordingMessage
  | ({ meeting: string } & ScriptMessage)
);

/** What somebody is in a meeting; `room` is the device in the room of a hybrid one. */
export type SeatRole = GroupRole | 'room';

/** Whether it is a facilitator. */
export const leads = (role: SeatRole) => role === 'facilitator' || role === 'co-facilitator';

/** A picture that the page shows; its height in device pixels. */
export type Tile = { seat: number; height: number };

export type Seat = {
  seat: number;
  /** Member id, or "f-" and the person's id for a facilitator. */
  id: string;
  alias: string;
  role: SeatRole;
  microphone: boolean;
  camera: boolean;
  /** 0 = down, otherwise the place in the row of raised hands. */
  hand: number;
  mutedBy?: string;
  connected: boolean;
};

export type MeetingState = {
  type: 'meeting.state';
  meeting: string;
  phase: MeetingPhase;
  rev: number;
  locked: boolean;
  seats: Seat[];
  /** Who sits in one room with others, in a hybrid meeting. */
  room?: { id: string; alias: string; role: GroupRole; hand: number; connected: boolean }[];
  /** Participant id of who writes the captions. */
  captioner?: string;
  /** Facilitators only; empty for others. */
  waiting: { id: string; alias: string; microphone: boolean; camera: boolean }[];
  seatCount: number;
  recording?: RecordingState;
  you: { id: string; role: SeatRole; seat: number; status: 'waiting' | 'seated' | 'room' };
  serverTime: number;
} & ScriptState;

export type ServerMessage =
  | { type: 'ok'; ref: string }
  | { type: 'error'; ref?: string; code: string; text: string }
  | { type: 'welcome'; person: string; server: string }
  | { type: 'chat.page'; ref?: string; channel: string; messages: Message[]; upTo: number; changes: number; more: boolean; reset?: boolean }
  | { type: 'chat.changed'; channel: string; messages: Message[]; changes: number }
  | { type: 'chat.news'; channel: string; unread: number; read: number; lastAt?: number }
  | { type: 'chat.message'; channel: string; message: Message }
  | { type: 'chat.sent'; ref?: string; channel: string; clientId: string; seq: number; at: number }
  | MeetingState
  | { type: 'meeting.speaking'; meeting: string; seats: number[] }
  | { type: 'meeting.reaction'; meeting: string; id: string; kind: ReactionKind }
  | MeetingCare
  | { type: 'meeting.typed'; meeting: string; id: string; text: string }
  | { type: 'meeting.captioned'; meeting: string; text: string; final: boolean }
  | { type: 'meeting.ended'; meeting: string; reason: 'closed' | 'removed' | 'elsewhere' }
  | { type: 'rtc.relays'; ref?: string; meeting: string; servers: RTCIceServer[]; expiresAt: number }
  | { type: 'rtc.answer'; ref?: string; meeting: string; sdp: string };

export type ServerType = ServerMessage['type'];
export type Of<T extends ServerType> = Extract<ServerMessage, { type: T }>;

type AnswerTypes = { 'chat.open': 'chat.page'; 'chat.send': 'chat.sent'; 'rtc.servers': 'rtc.relays'; 'rtc.offer': 'rtc.answer' };

/** The one frame that answers a message with a ref, when it is not an error. */
export type AnswerTo<M extends ClientMessage> = Of<
  M['type'] extends keyof AnswerTypes ? AnswerTypes[M['type']] : 'ok'
>;

/** What each kind of frame must hold before the rest of the program may trust it. */
const required: { [T in ServerType]: Record<string, 'string' | 'number' | 'boolean' | 'array' | 'object'> } = {
  ok: { ref: 'string' },
  error: { code: 'string', text: 'string' },
  welcome: { person: 'string', server: 'string' },
  'chat.page': { channel: 'string', messages: 'array', upTo: 'number', changes: 'number', more: 'boolean' },
  'chat.changed': { channel: 'string', messages: 'array', changes: 'number' },
  'chat.news': { channel: 'string', unread: 'number', read: 'number' },
  'chat.message': { channel: 'string', message: 'object' },
  'chat.sent': { channel: 'string', clientId: 'string', seq: 'number', at: 'number' },
  'meeting.state': {
    meeting: 'string', phase: 'string', rev: 'number', seats: 'array', seatCount: 'number', you: 'object',
  },
  'meeting.speaking': { meeting: 'string', seats: 'array' },
  'meeting.reaction': { meeting: 'string', id: 'string', kind: 'string' },
  'meeting.care': { meeting: 'string', alarm: 'string', alarms: 'array' },
  'meeting.typed': { meeting: 'string', id: 'string', text: 'string' },
  'meeting.captioned': { meeting: 'string', text: 'string', final: 'boolean' },
  'meeting.ended': { meeting: 'string', reason: 'string' },
  'rtc.relays': { meeting: 'string', servers: 'array', expiresAt: 'number' },
  'rtc.answer': { meeting: 'string', sdp: 'string' },
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/**
 * Reads one frame. A list that the server leaves out is an empty list. Returns undefined for what this
 * version does not know, so that an older browser goes on next to a newer server.
 */
export function readFrame(text: string): ServerMessage | undefined {
  let frame: Record<string, unknown>;
  try {
    frame = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (kindOf(frame) !== 'object') return undefined;
  const type = frame.type as ServerType;
  if (!Object.hasOwn(required, type)) return undefined;
  const shape = required[type];
  for (const [name, kind] of Object.entries(shape)) {
    if (kind === 'array' && frame[name] == null) frame[name] = [];
    if (kindOf(frame[name]) !== kind) return undefined;
  }
  if (frame.type === 'meeting.state') frame.waiting ??= [];
  return frame as ServerMessage;
}

export type Handlers = { [T in ServerType]?: (message: Of<T>) => void };
