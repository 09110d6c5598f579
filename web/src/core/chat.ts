// One chat channel as a pure reducer: what is stored, what is still on its way.
import type { Message } from './types';
import type { ServerMessage } from './wire';

/** A message of this person that the server has not confirmed. */
export type Pending = { clientId: string; text: string; to?: Recipient; fold?: boolean; at: number; state: 'sending' | 'waiting' | 'refused'; code?: string };

/** The one person whom a message is for, when it is not for everybody. */
export type Recipient = { id: string; alias: string };

export type Chat = {
  channel: string;
  /** Ascending by seq, each seq once. */
  messages: Message[];
  pending: Pending[];
  /** Everything up to here was received; -1 before the first page. */
  upTo: number;
  /** Everything up to this change is in what is shown. */
  changes: number;
  /** Older messages exist on the server. */
  older: boolean;
  /** What is shown is a stretch of the past: newer messages exist on the server. */
  newer: boolean;
  ready: boolean;
};

export type ChatEvent =
  | Extract<ServerMessage, { type: 'chat.page' | 'chat.message' | 'chat.sent' | 'chat.changed' }>
  | { type: 'history'; messages: Message[]; more: boolean }
  /** A stretch elsewhere in place of what is shown. */
  | { type: 'jump'; messages: Message[]; more: boolean }
  /** What came after the last that is shown, all up to `upTo`. */
  | { type: 'onward'; messages: Message[]; more: boolean; upTo: number }
  /** To the newest: what is shown is read anew. */
  | { type: 'anew' }
  | { type: 'send'; clientId: string; text: string; to?: Recipient; fold?: boolean; at: number; online: boolean }
  | { type: 'refused'; clientId: string; code?: string }
  | { type: 'resend'; clientId: string }
  | { type: 'offline' }
  | { type: 'drop'; clientId: string };

export function emptyChat(channel: string, pending: Pending[] = []): Chat {
  return { channel, messages: [], pending, upTo: -1, changes: 0, older: false, newer: false, ready: false };
}

/** Both lists ascending; a seq that is in both stays once, in its newest state. */
function merge(have: Message[], more: Message[]): Message[] {
  if (more.length === 0) return have;
  const bySeq = new Map(have.map((message) => [message.seq, message]));
  for (const message of more) if ((bySeq.get(message.seq)?.rev ?? 0) <= message.rev) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The newer states of messages that are shown; others are left alone. */
function renew(have: Message[], changed: Message[]): Message[] {
  const shown = new Set(have.map(({ seq }) => seq));
  return merge(have, changed.filter(({ seq }) => shown.has(seq)));
}

/** What has come back as stored is pending no more. */
function settle(pending: Pending[], messages: Message[]): Pending[] {
  const stored = new Set(messages.map((message) => message.clientId));
  return pending.filter((one) => !stored.has(one.clientId));
}

function add(state: Chat, messages: Message[], upTo: number): Chat {
  return {
    ...state,
    messages: state.newer ? renew(state.messages, messages) : merge(state.messages, messages),
    pending: settle(state.pending, messages),
    upTo: Math.max(state.upTo, upTo),
  };
}

function mark(state: Chat, clientId: string, to: Pending['state'], code = ''): Chat {
  return { ...state, pending: state.pending.map((one) => (one.clientId === clientId ? { ...one, state: to, code } : one)) };
}

/** What the socket tells. */
function told(state: Chat, event: Extract<ChatEvent, { channel: string }>): Chat {
  switch (event.type) {
    case 'chat.page': {
      const before = event.reset ? { ...state, messages: [], newer: false, ready: false } : state;
      const next = add(before, event.messages, event.upTo);
      const first = next.messages[0];
      return { ...next, ready: true, changes: event.changes, older: before.ready ? before.older : (first?.seq ?? 1) > 1 };
    }
    case 'chat.message':
      return add(state, [event.message], event.message.seq);
    case 'chat.changed':
      return { ...state, messages: renew(state.messages, event.messages), changes: event.changes };
    case 'chat.sent':
      // The message itself follows as chat.message; until then it stays visible as on its way.
      return state;
  }
}

/** To another stretch of the conversation. */
function moved(state: Chat, event: Extract<ChatEvent, { type: 'history' | 'jump' | 'onward' | 'anew' }>): Chat {
  switch (event.type) {
    case 'history':
      return { ...state, messages: merge(state.messages, event.messages), older: event.more };
    case 'jump':
      return { ...state, messages: event.messages, older: (event.messages[0]?.seq ?? 1) > 1, newer: event.more };
    case 'onward':
      // What came by the socket meanwhile is not in it: then there is still more.
      return { ...state, messages: merge(state.messages, event.messages), newer: event.more || event.upTo < state.upTo };
    case 'anew':
      return { ...state, messages: [], upTo: -1, newer: false, ready: false };
  }
}

/** What this person sends, until it is stored. */
function outgoing(state: Chat, event: Extract<ChatEvent, { type: 'send' | 'refused' | 'resend' | 'offline' | 'drop' }>): Chat {
  switch (event.type) {
    case 'send': {
      const { clientId, text, at, to, fold } = event;
      const one = { clientId, text, at, ...(to && { to }), ...(fold && { fold }), state: event.online ? 'sending' : 'waiting' } as const;
      return { ...state, pending: [...state.pending, one] };
    }
    case 'refused':
      return mark(state, event.clientId, 'refused', event.code);
    case 'resend':
      return mark(state, event.clientId, 'sending');
    case 'offline':
      return { ...state, pending: state.pending.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one)) };
    case 'drop':
      return { ...state, pending: state.pending.filter((one) => one.clientId !== event.clientId) };
  }
}

export function chat(state: Chat, event: ChatEvent): Chat {
  switch (event.type) {
    case 'chat.page':
    case 'chat.message':
    case 'chat.changed':
    case 'chat.sent':
      return told(state, event);
    case 'history':
    case 'jump':
    case 'onward':
    case 'anew':
      return moved(state, event);
    default:
      return outgoing(state, event);
  }
}
