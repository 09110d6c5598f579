import { describe, expect, it } from 'vitest';
import { chat, emptyChat, type Chat, type ChatEvent } from './chat';
import type { Message } from './types';

const message = (seq: number, clientId?: string): Message => ({
  seq,
  author: { id: 'm1', alias: 'Roos', role: 'member' },
  own: clientId !== undefined,
  text: `tekst ${seq}`,
  at: seq * 1000,
  ...(clientId !== undefined && { clientId }),
});

const page = (from: number, to: number, more = false): ChatEvent => ({
  type: 'chat.page', channel: 'g-1', upTo: to, more, messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
});

const after = (...events: ChatEvent[]): Chat => events.reduce(chat, emptyChat('g-1'));
const seqs = (state: Chat) => state.messages.map((one) => one.seq);

describe('a channel', () => {
  it('shows every message once and in order, whatever order it comes in', () => {
    const state = after(page(5, 7), { type: 'chat.message', channel: 'g-1', message: message(9) }, page(7, 8));
    expect(seqs(state)).toEqual([5, 6, 7, 8, 9]);
    expect(state.upTo).toBe(9);
  });

  it('knows from the first page whether there is older history, and keeps to it after a reconnect', () => {
    expect(after(page(1, 3)).older).toBe(false);
    const scrolled = after(page(51, 100), { type: 'history', messages: [message(1), message(2)], more: false }, page(101, 102));
    expect(scrolled.older).toBe(false);
    expect(after(page(51, 100)).older).toBe(true);
  });

  it('keeps a sent message on its way until it comes back as stored', () => {
    const send: ChatEvent = { type: 'send', clientId: 'c1', text: 'Hallo', at: 1, online: true };
    const sent = after(page(1, 1), send, { type: 'chat.sent', channel: 'g-1', clientId: 'c1', seq: 2, at: 2 });
    expect(sent.pending).toHaveLength(1);
    const stored = chat(sent, { type: 'chat.message', channel: 'g-1', message: message(2, 'c1') });
    expect(stored.pending).toEqual([]);
    expect(seqs(stored)).toEqual([1, 2]);
  });

  it('says in its state what happened to a message', () => {
    const send: ChatEvent = { type: 'send', clientId: 'c1', text: 'Hallo', at: 1, online: true };
    expect(after(send).pending[0]?.state).toBe('sending');
    expect(after(send, { type: 'offline' }).pending[0]?.state).toBe('waiting');
    expect(after(send, { type: 'refused', clientId: 'c1' }, { type: 'offline' }).pending[0]?.state).toBe('refused');
    expect(after(send, { type: 'refused', clientId: 'c1' }, { type: 'drop', clientId: 'c1' }).pending).toEqual([]);
  });

  it('does not take another person’s message for its own', () => {
    const send: ChatEvent = { type: 'send', clientId: 'c1', text: 'Hallo', at: 1, online: true };
    expect(after(send, page(1, 2)).pending).toHaveLength(1);
  });
});
