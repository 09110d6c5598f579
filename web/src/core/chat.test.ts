import { describe, expect, it } from 'vitest';
import { chat, emptyChat, type Chat, type ChatEvent } from './chat';
import type { Message } from './types';

const message = (seq: number, clientId?: string): Message => ({
  seq,
  rev: 1,
  author: { id: 'm1', alias: 'Roos', role: 'member' },
  own: clientId !== undefined,
  text: `tekst ${seq}`,
  at: seq * 1000,
  ...(clientId !== undefined && { clientId }),
});

const page = (from: number, to: number, more = false): ChatEvent => ({
  type: 'chat.page', channel: 'g-1', upTo: to, changes: 0, more, messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
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

  it('takes the newest state of a message, whatever order the states come in', () => {
    const edited = { ...message(2), rev: 3, text: 'beter' };
    const changed: ChatEvent = { type: 'chat.changed', channel: 'g-1', changes: 4, messages: [edited, { ...message(9), rev: 2 }] };
    const state = after(page(1, 3), changed, { type: 'history', messages: [{ ...message(2), rev: 2, text: 'ouder' }], more: false });
    expect(state.messages.map(({ text }) => text)).toEqual(['tekst 1', 'beter', 'tekst 3']);
    expect(state.changes).toBe(4);
  });

  it('begins anew when too much changed', () => {
    const state = after(page(1, 3), { ...page(60, 61), reset: true } as ChatEvent);
    expect(seqs(state)).toEqual([60, 61]);
    expect(state.older).toBe(true);
  });

  it('shows a stretch of the past, and joins the end without a hole', () => {
    const jumped = after(page(90, 100), { type: 'jump', messages: [message(10), message(11)], more: true });
    const heard = chat(jumped, { type: 'chat.message', channel: 'g-1', message: message(101) });
    expect(seqs(heard)).toEqual([10, 11]);
    expect(heard).toMatchObject({ older: true, newer: true, upTo: 101 });
    const nearly = chat(heard, { type: 'onward', messages: [message(12)], more: false, upTo: 12 });
    expect(nearly.newer).toBe(true);
    const joined = chat(nearly, { type: 'onward', messages: [message(101)], more: false, upTo: 101 });
    expect(joined.newer).toBe(false);
    expect(seqs(chat(joined, { type: 'chat.message', channel: 'g-1', message: message(102) })).at(-1)).toBe(102);
  });
});
