// One chat channel as a pure reducer: what is stored, what is still on its way.
import type { Message } from './types';
import type { ServerMessage } from './wire';

/** A message of this person that the server has not confirmed. */
export type Pending = { clientId: string; text: string; to?: Recipient; at: number; state: 'sending' | 'waiting' | 'refused' };

/** The one person whom a message is for, when it is not for everybody. */
export type Recipient = { id: string; alias: string };

export type Chat = {
  channel: string;
  /** Ascending by seq, each seq once. */
  messages: Message[];
  pending: Pending[];
  /** Everything up to here was received; -1 before the first page. */
  upTo: number;
  /** Older messages exist on the server. */
  older: boolean;
  ready: boolean;
};

export type ChatEvent =
  | Extract<ServerMessage, { type: 'chat.page' | 'chat.message' | 'chat.sent' }>
  | { type: 'history'; messages: Message[]; more: boolean }
  | { type: 'send'; clientId: string; text: string; to?: Recipient; at: number; online: boolean }
  | { type: 'refused'; clientId: string }
  | { type: 'resend'; clientId: string }
  | { type: 'offline' }
  | { type: 'drop'; clientId: string };

export function emptyChat(channel: string, pending: Pending[] = []): Chat {
  return { channel, messages: [], pending, upTo: -1, older: false, ready: false };
}

/** Both lists ascending; a seq that is in both stays once. */
function merge(have: Message[], more: Message[]): Message[] {
  if (more.length === 0) return have;
  const bySeq = new Map(have.map((message) => [message.seq, message]));
  for (const message of more) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** What has come back as stored is pending no more. */
function settle(pending: Pending[], messages: Message[]): Pending[] {
  const stored = new Set(messages.map((message) => message.clientId));
  return pending.filter((one) => !stored.has(one.clientId));
}

function add(state: Chat, messages: Message[], upTo: number): Chat {
  return {
    ...state,
    messages: merge(state.messages, messages),
    pending: settle(state.pending, messages),
    upTo: Math.max(state.upTo, upTo),
  };
}

function mark(state: Chat, clientId: string, to: Pending['state']): Chat {
  return { ...state, pending: state.pending.map((one) => (one.clientId === clientId ? { ...one, state: to } : one)) };
}

export function chat(state: Chat, event: ChatEvent): Chat {
  switch (event.type) {
    case 'chat.page': {
      const next = add(state, event.messages, event.upTo);
      const first = next.messages[0];
      return { ...next, ready: true, older: state.ready ? state.older : (first?.seq ?? 1) > 1 };
    }
    case 'chat.message':
      return add(state, [event.message], event.message.seq);
    case 'chat.sent':
      // The message itself follows as chat.message; until then it stays visible as on its way.
      return state;
    case 'history':
      return { ...state, messages: merge(state.messages, event.messages), older: event.more };
    case 'send': {
      const { clientId, text, at, to } = event;
      const one = { clientId, text, at, ...(to && { to }), state: event.online ? 'sending' : 'waiting' } as const;
      return { ...state, pending: [...state.pending, one] };
    }
    case 'refused':
      return mark(state, event.clientId, 'refused');
    case 'resend':
      return mark(state, event.clientId, 'sending');
    case 'offline':
      return { ...state, pending: state.pending.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one)) };
    case 'drop':
      return { ...state, pending: state.pending.filter((one) => one.clientId !== event.clientId) };
  }
}
