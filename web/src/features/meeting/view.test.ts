import { expect, test } from 'vitest';
import type { OwnState } from '../../core/rtc/own-media';
import type { MeetingState, Seat } from '../../core/wire';
import { newsBetween } from './news';
import { heard, mutedNow, newView, places, stageOf, viewAfter, type View, type ViewEvent } from './view';

const own: OwnState = { microphone: { on: true }, camera: { on: true }, blur: false, asking: false, devices: [] };

const seat = (number: number, alias: string, more: Partial<Seat> = {}): Seat => ({
  seat: number, id: alias.toLowerCase(), alias, role: 'member', microphone: true, camera: true, hand: 0, connected: true,
  ...more,
});

const room = (more: Partial<MeetingState> = {}): MeetingState => ({
  type: 'meeting.state', meeting: 'm', phase: 'open', rev: 1, locked: false, seats: [], waiting: [], seatCount: 8,
  you: { id: 'noor', role: 'member', seat: 1, status: 'seated' }, serverTime: 0, ...more,
});

const waits = room({ you: { id: 'noor', role: 'member', seat: -1, status: 'waiting' } });
const after = (...events: ViewEvent[]): View => events.reduce(viewAfter, newView(own, false));
const state = (value: MeetingState): ViewEvent => ({ type: 'state', room: value, at: 0 });

test('a participant goes from check by waiting and admission to the circle', () => {
  const events: ViewEvent[] = [{ type: 'checked' }, state(waits), state(room({ rev: 2 })), { type: 'joined' }];
  const stages = events.map((_, i) => stageOf(after(...events.slice(0, i + 1))));
  expect(stageOf(after())).toBe('check');
  expect(stages).toEqual(['entering', 'waiting', 'ready', 'circle']);
});

test('a facilitator stands in the lobby until the meeting is open', () => {
  const you = { id: 'els', role: 'facilitator', seat: 0, status: 'seated' } as const;
  expect(stageOf(after({ type: 'checked' }, state(room({ phase: 'planned', you }))))).toBe('lobby');
  expect(stageOf(after({ type: 'checked' }, state(room({ you }))))).toBe('ready');
});

test('whoever must wait again has to press the button again', () => {
  const view = after({ type: 'checked' }, state(room()), { type: 'joined' }, state({ ...waits, rev: 2 }), state(room({ rev: 3 })));
  expect(stageOf(view)).toBe('ready');
});

test('an older state never wins from a newer one', () => {
  const view = after(state(room({ rev: 9, locked: true })), state(room({ rev: 8 })));
  expect(view.room?.locked).toBe(true);
});

test('a meeting that is not for you is told as not there', () => {
  expect(stageOf(after({ type: 'checked' }, { type: 'refused', code: 'not-found' }))).toBe('gone');
});

test('places keep their number: who leaves in the middle leaves an empty place', () => {
  const told = places(room({ seats: [seat(0, 'Els'), seat(3, 'Sam')] })).map((taken) => taken?.alias);
  expect(told).toEqual(['Els', undefined, undefined, 'Sam']);
  expect(places(room())).toEqual([]);
});

test('being muted turns our own switch off once, and turning it on again is respected', () => {
  const free = room({ seats: [seat(1, 'Noor')] });
  const muted = room({ seats: [seat(1, 'Noor', { mutedBy: 'els', microphone: false })] });
  expect(mutedNow(free, muted)).toBe(true);
  expect(mutedNow(undefined, muted)).toBe(true);
  expect(mutedNow(muted, muted)).toBe(false);
  expect(mutedNow(muted, free)).toBe(false);
  expect(heard(after(state(muted)))).toBe(false);
  expect(heard(after(state(free)))).toBe(true);
});

test('coming in, leaving, a lost line, a hand and a mute are news; our own arrival is not', () => {
  const els = seat(0, 'Els', { role: 'facilitator' });
  const before = room({ seats: [els, seat(1, 'Noor'), seat(2, 'Sam'), seat(3, 'Roos')] });
  const now = room({
    seats: [els, seat(1, 'Noor', { mutedBy: 'els' }), seat(2, 'Sam', { connected: false }), seat(4, 'Bo', { hand: 1 })],
  });
  expect(newsBetween(before, now)).toEqual([
    { what: 'muted', alias: 'Els' },
    { what: 'lost', alias: 'Sam' },
    { what: 'came', alias: 'Bo' },
    { what: 'left', alias: 'Roos' },
  ]);
  expect(newsBetween(now, { ...now, seats: [els, seat(2, 'Sam', { hand: 1 })] })).toContainEqual({ what: 'back', alias: 'Sam' });
  expect(newsBetween(undefined, now)).toEqual([]);
});

test('a raised hand is told once', () => {
  const before = room({ seats: [seat(2, 'Sam')] });
  const up = room({ seats: [seat(2, 'Sam', { hand: 2 })] });
  expect(newsBetween(before, up)).toEqual([{ what: 'hand', alias: 'Sam' }]);
  expect(newsBetween(up, room({ seats: [seat(2, 'Sam', { hand: 1 })] }))).toEqual([]);
});

test('who waits hears that it opens and that she may come in, and nothing about others', () => {
  expect(newsBetween({ ...waits, phase: 'planned' }, waits)).toEqual([{ what: 'opened', alias: '' }]);
  expect(newsBetween(waits, room({ seats: [seat(0, 'Els'), seat(1, 'Noor')] }))).toEqual([{ what: 'admitted', alias: '' }]);
});

test('a facilitator hears who waits, once each', () => {
  const person = { id: 'sam', alias: 'Sam', microphone: true, camera: true };
  const before = room({ waiting: [person] });
  const now = room({ waiting: [person, { ...person, id: 'bo', alias: 'Bo' }] });
  expect(newsBetween(before, now)).toEqual([{ what: 'waits', alias: 'Bo' }]);
});

test('news keeps counting, so that the same thing twice is told twice, and old news goes', () => {
  const came = (rev: number) => state(room({ rev, seats: rev % 2 ? [] : [seat(2, 'Sam')] }));
  const view = after(...Array.from({ length: 9 }, (_, i) => came(i + 1)));
  expect(view.news.map((item) => item.id)).toEqual([4, 5, 6, 7, 8]);
});
