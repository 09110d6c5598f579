import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveError, type Live } from '../../core/live';
import type { MeetingMedia } from '../../core/rtc/meeting-media';
import { OwnMedia } from '../../core/rtc/own-media';
import type { ClientMessage, Handlers, MeetingState, ServerMessage } from '../../core/wire';
import { MeetingSession } from './session';
import { stageOf } from './view';

/** The server's side of the socket: keeps what was sent and says what the test wants. */
function fakeLive() {
  const tables = new Set<Handlers>();
  const sent: ClientMessage[] = [];
  const welcomes = new Set<() => void>();
  const refuse = new Map<string, string>();
  return {
    sent,
    refuse,
    types: () => sent.map((message) => message.type),
    say(message: ServerMessage) {
      for (const table of tables) (table[message.type] as ((m: ServerMessage) => void) | undefined)?.(message);
    },
    welcome() {
      for (const listener of welcomes) listener();
    },
    send(message: ClientMessage) {
      sent.push(message);
      return true;
    },
    async ask(message: ClientMessage): Promise<ServerMessage> {
      sent.push(message);
      const code = refuse.get(message.type);
      if (code) throw new LiveError(code, '');
      if (message.type === 'rtc.offer') return { type: 'rtc.answer', meeting: message.meeting, sdp: 'answer' };
      return { type: 'ok', ref: '1' };
    },
    on(table: Handlers) {
      tables.add(table);
      return () => tables.delete(table);
    },
    onWelcome(listener: () => void) {
      welcomes.add(listener);
      return () => welcomes.delete(listener);
    },
  };
}

class Track extends EventTarget {
  enabled = true;
  kind: 'audio' | 'video';
  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }
  stop() {}
}

function fakeDevices() {
  const getUserMedia = async (wanted: MediaStreamConstraints) => ({
    getTracks: () => [...(wanted.audio ? [new Track('audio')] : []), ...(wanted.video ? [new Track('video')] : [])],
  });
  return Object.assign(new EventTarget(), { getUserMedia, enumerateDevices: async () => [] }) as unknown as MediaDevices;
}

function fakeMedia() {
  return {
    view: { link: { state: 'connected', tries: 0 }, seats: [] },
    sending: {} as Record<string, unknown>,
    subscribe: () => () => {},
    start: vi.fn(async () => {}),
    refresh: vi.fn(),
    close: vi.fn(),
    async send(kind: string, track: unknown) {
      this.sending[kind] = track;
    },
  };
}

const seated = (rev: number, more: object = {}): MeetingState => ({
  type: 'meeting.state', meeting: 'm', phase: 'open', rev, locked: false, waiting: [], seatCount: 8, serverTime: 0,
  seats: [{ seat: 1, id: 'noor', alias: 'Noor', role: 'member', microphone: true, camera: true, hand: 0, connected: true, ...more }],
  you: { id: 'noor', role: 'member', seat: 1, status: 'seated' },
});
const waiting = (rev: number): MeetingState => ({
  ...seated(rev), seats: [], you: { id: 'noor', role: 'member', seat: -1, status: 'waiting' },
});

let live: ReturnType<typeof fakeLive>;
let media: ReturnType<typeof fakeMedia>;
let own: OwnMedia;
let session: MeetingSession;
const stage = () => stageOf(session.view.get());

beforeEach(async () => {
  live = fakeLive();
  media = fakeMedia();
  own = new OwnMedia({}, fakeDevices(), async () => 'granted');
  await own.ask();
  session = new MeetingSession('m', {
    live: live as unknown as Live, own, checked: false, media: () => media as unknown as MeetingMedia,
  });
  live.welcome();
});

afterEach(() => session.close());

test('nothing is told to the server before the device check is done', () => {
  expect(live.sent).toEqual([]);
  session.checked();
  expect(live.sent).toEqual([{ type: 'meeting.enter', meeting: 'm', microphone: true, camera: true }]);
});

test('media starts with the click, not with the admission', () => {
  session.checked();
  live.say(waiting(1));
  live.say(seated(2));
  expect(stage()).toBe('ready');
  expect(media.start).not.toHaveBeenCalled();
  session.join();
  expect(stage()).toBe('circle');
  expect(media.start).toHaveBeenCalledOnce();
});

function joinCircle() {
  session.checked();
  live.say(seated(1));
  session.join();
}

test('microphone off sends nothing at all, and the room is told', async () => {
  joinCircle();
  expect(media.sending.microphone).toBe(own.state.microphone.track);
  await session.toggle('microphone');
  expect(media.sending.microphone).toBe(null);
  expect(live.sent.at(-1)).toEqual({ type: 'meeting.media', meeting: 'm', microphone: false, camera: true });
});

test('a facilitator who mutes us turns our own switch off, and only we turn it on again', async () => {
  joinCircle();
  live.say(seated(2, { mutedBy: 'f-els', microphone: false }));
  expect(own.state.microphone.on).toBe(false);
  await vi.waitFor(() => expect(media.sending.microphone).toBe(null));
  await session.toggle('microphone');
  expect(live.sent.at(-1)).toMatchObject({ type: 'meeting.media', microphone: true });
  live.say(seated(3, { mutedBy: 'f-els', microphone: false })); // sent before the server heard us
  expect(own.state.microphone.on).toBe(true);
});

test('after a lost line we enter again, and then make sure of the media', async () => {
  joinCircle();
  expect(media.refresh).not.toHaveBeenCalled();
  live.welcome();
  await vi.waitFor(() => expect(media.refresh).toHaveBeenCalledOnce());
  expect(live.types().filter((type) => type === 'meeting.enter')).toHaveLength(2);
  expect(media.close).not.toHaveBeenCalled();
});

test.each(['closed', 'removed', 'elsewhere'] as const)('%s ends it: media closed, devices given back, no way in by itself', (reason) => {
  joinCircle();
  live.say({ type: 'meeting.ended', meeting: 'm', reason });
  expect(session.view.get().ending).toBe(reason);
  expect(media.close).toHaveBeenCalled();
  expect(own.state.camera.track).toBeUndefined();
  const before = live.sent.length;
  live.welcome();
  expect(live.sent).toHaveLength(before);
});

test('the end of another meeting is not ours', () => {
  joinCircle();
  live.say({ type: 'meeting.ended', meeting: 'other', reason: 'closed' });
  expect(stage()).toBe('circle');
});

test('a closed meeting is told at the door', async () => {
  live.refuse.set('meeting.enter', 'meeting.closed');
  session.checked();
  await vi.waitFor(() => expect(session.view.get().ending).toBe('over'));
});

test('a refused wish is shown until something works', async () => {
  joinCircle();
  live.refuse.set('meeting.admit', 'meeting.full');
  await session.wish({ type: 'meeting.admit', who: 'all' });
  expect(session.view.get().refused).toBe('meeting.full');
  await session.wish({ type: 'meeting.hand', up: true });
  expect(session.view.get().refused).toBeUndefined();
});

test('opening the meeting joins it, but not when it was refused', async () => {
  session.checked();
  live.say(seated(1));
  live.refuse.set('meeting.open', 'internal');
  await session.open();
  expect(media.start).not.toHaveBeenCalled();
  live.refuse.clear();
  await session.open();
  expect(media.start).toHaveBeenCalledOnce();
});

test('leaving says so and ends warmly', () => {
  joinCircle();
  session.leave();
  expect(live.types()).toContain('meeting.leave');
  expect(session.view.get().ending).toBe('left');
});
