// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Channel } from './channel';
import { backoff, connection, disconnected } from './connection';
import { Live, LiveError } from './live';
import { outbox } from './outbox';
import type { ServerMessage } from './wire';

/** The server's end of each socket that was opened. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }

  sent: Record<string, unknown>[] = [];
  closed = false;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(code = 1006) {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({ code });
  }

  say(message: ServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  welcome() {
    this.say({ type: 'welcome', person: 'p1', server: 's1' });
  }
}

const socket = FakeSocket as unknown as typeof WebSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

function connected(): Live {
  const live = new Live('ws://kring/api/live', socket);
  live.start();
  FakeSocket.last.welcome();
  return live;
}

describe('the socket', () => {
  it('comes back after it was lost, each time later, and at once when it worked', () => {
    const live = connected();
    FakeSocket.last.close();
    expect(live.connection.get().phase).toBe('waiting');
    vi.advanceTimersByTime(600);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.close();
    expect(live.connection.get().tries).toBe(2);
    vi.advanceTimersByTime(1200);
    FakeSocket.last.welcome();
    expect(live.connection.get()).toEqual({ phase: 'open', tries: 0 });
    live.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up a connection that never says welcome', () => {
    const live = new Live('ws://kring/api/live', socket);
    live.start();
    vi.advanceTimersByTime(10_001);
    expect(live.connection.get().phase).toBe('waiting');
    live.stop();
  });

  it('tries at once when the network is back', () => {
    const live = connected();
    FakeSocket.last.close();
    globalThis.dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(2);
    live.stop();
  });

  it('stays away after the session ended', () => {
    const live = connected();
    const ended = vi.fn();
    live.onSignedOut(ended);
    FakeSocket.last.close(4401);
    vi.advanceTimersByTime(60_000);
    expect(ended).toHaveBeenCalledOnce();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('answers each question with its own answer', async () => {
    const live = connected();
    const first = live.ask({ type: 'meeting.open', meeting: 'm1' });
    const second = live.ask({ type: 'rtc.offer', meeting: 'm1', sdp: 'v=0' });
    const third = live.ask({ type: 'meeting.close', meeting: 'm1' });
    const [a, b, c] = FakeSocket.last.sent.map((frame) => String(frame.ref));
    FakeSocket.last.say({ type: 'rtc.answer', ref: b ?? '', meeting: 'm1', sdp: 'v=1' });
    FakeSocket.last.say({ type: 'error', ref: c ?? '', code: 'not-found', text: '' });
    FakeSocket.last.say({ type: 'ok', ref: a ?? '' });
    await expect(second).resolves.toMatchObject({ sdp: 'v=1' });
    await expect(third).rejects.toMatchObject({ code: 'not-found' });
    await expect(first).resolves.toMatchObject({ type: 'ok' });
    const lost = live.ask({ type: 'meeting.open', meeting: 'm1' });
    FakeSocket.last.close();
    await expect(lost).rejects.toBeInstanceOf(LiveError);
    await expect(live.ask({ type: 'meeting.open', meeting: 'm1' })).rejects.toMatchObject({ code: 'offline' });
    live.stop();
  });
});

describe('a followed channel', () => {
  const message = (seq: number, clientId: string) => ({
    seq, rev: 1, author: { id: 'm1', alias: 'Roos', role: 'member' as const }, own: true, text: 'x', at: 1, clientId,
  });

  it('resumes after the last seq and sends again what was not confirmed, with the same clientId', () => {
    const live = connected();
    const channel = new Channel('g-1', live, outbox('p1', 'g-1'));
    channel.open();
    expect(FakeSocket.last.sent).toEqual([{ type: 'chat.open', channel: 'g-1', after: -1, changes: 0 }]);
    FakeSocket.last.say({ type: 'chat.page', channel: 'g-1', messages: [message(7, 'x')], upTo: 7, changes: 0, more: false });
    channel.send('Hallo');
    const sent = FakeSocket.last.sent.at(-1);
    expect(sent).toMatchObject({ type: 'chat.send', text: 'Hallo' });
    FakeSocket.last.close();
    expect(channel.state.get().pending[0]?.state).toBe('waiting');
    vi.advanceTimersByTime(600);
    FakeSocket.last.welcome();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: 'chat.open', after: 7 });
    expect(FakeSocket.last.sent[1]).toMatchObject({ type: 'chat.send', clientId: sent?.clientId, text: 'Hallo' });
    FakeSocket.last.say({ type: 'chat.message', channel: 'g-1', message: message(8, String(sent?.clientId)) });
    expect(channel.state.get().pending).toEqual([]);
    channel.close();
    live.stop();
  });

  it('finds an unconfirmed message again after the page was loaded again', () => {
    const live = new Live('ws://kring/api/live', socket);
    const before = new Channel('g-1', live, outbox('p1', 'g-1'));
    before.open();
    before.send('Nog niet weg');
    before.close();
    expect(new Channel('g-1', live, outbox('p1', 'g-1')).state.get().pending).toMatchObject([{ text: 'Nog niet weg', state: 'waiting' }]);
    expect(new Channel('g-2', live, outbox('p1', 'g-2')).state.get().pending).toEqual([]);
    expect(new Channel('g-1', live, outbox('p2', 'g-1')).state.get().pending, 'of somebody else in this tab').toEqual([]);
  });

  it('says so when the server refuses, and sends again when asked', async () => {
    const live = connected();
    const channel = new Channel('g-1', live, outbox('p1', 'g-1'));
    channel.open();
    channel.send('Te veel');
    const sent = FakeSocket.last.sent.at(-1);
    FakeSocket.last.say({ type: 'error', ref: String(sent?.ref), code: 'too-many', text: '' });
    await vi.waitFor(() => expect(channel.state.get().pending[0]?.state).toBe('refused'));
    channel.resend(String(sent?.clientId));
    expect(FakeSocket.last.sent.at(-1)).toMatchObject({ type: 'chat.send', clientId: sent?.clientId });
    live.stop();
  });
});

describe('the pause before a new try', () => {
  it('grows to ten seconds and is never the same for all', () => {
    expect([1, 2, 3, 20].map((n) => backoff(n, () => 1))).toEqual([600, 1200, 2400, 10_000]);
    expect(backoff(20, () => 0)).toBe(5000);
  });

  it('does not start again by itself after stop', () => {
    expect(connection(disconnected, { type: 'lost' })).toEqual(disconnected);
  });
});
