import { expect, test } from 'vitest';
import type { ScriptState } from '../../core/script';
import type { MeetingState, Seat } from '../../core/wire';
import { newsBetween } from './news';
import { reactionNews } from './script-news';

const words = (text: string) => ({ nl: text, en: text });
const seat = (number: number, alias: string): Seat => ({
  seat: number, id: alias.toLowerCase(), alias, role: 'member', microphone: true, camera: true, hand: 0, connected: true,
});
const room = (more: ScriptState = {}, role: 'member' | 'facilitator' = 'member'): MeetingState => ({
  type: 'meeting.state', meeting: 'm', phase: 'open', rev: 1, locked: false, seats: [seat(0, 'Els'), seat(1, 'Noor'), seat(2, 'Sam')], waiting: [],
  seatCount: 8, serverTime: 0, you: { id: 'noor', role, seat: 1, status: 'seated' }, ...more,
} as MeetingState);

const step = { id: 'a', kind: 'talk' as const, title: words('Gas en rem'), minutes: 10, startedAt: 5, number: 1, of: 2 };
const stick = { holder: 'sam', order: ['sam', 'noor'], done: [], seconds: 0, since: 0, quiet: false };
const poll = { id: 'p', question: words('Film?'), options: [], several: false, open: true, shown: false, answered: 0 };
const pairs = { task: '', endsAt: 0, rooms: [{ number: 2, members: ['noor', 'sam'], help: false }], yours: 2, visiting: 0 };
const told = (before: ScriptState, now: ScriptState, role?: 'facilitator') =>
  newsBetween(room(before, role), room(now, role)).map(({ what, alias, text }) => [what, alias || text].filter(Boolean).join(' '));

test('each thing that the script does is told once, in one sentence', () => {
  expect(told({}, { step })).toEqual(['step Gas en rem']);
  expect(told({ step }, { step: { ...step, startedAt: 99 } }), 'the same step again').toEqual(['step Gas en rem']);
  expect(told({ step }, { step })).toEqual([]);
  expect(told({}, { stick })).toEqual(['word Sam']);
  expect(told({ stick }, { stick: { ...stick, holder: 'noor' } })).toEqual(['yourWord']);
  expect(told({ stick }, { stick: { ...stick, holder: '' } })).toEqual(['roundOver']);
  expect(told({}, { poll })).toEqual(['poll Film?']);
  expect(told({}, { table: 'k4' }), 'never what a piece says').toEqual(['piece']);
  expect(told({ table: 'k4' }, {})).toEqual([]);
  expect(told({ poll }, { poll: { ...poll, answered: 3 } })).toEqual([]);
  expect(told({ poll }, { poll: { ...poll, open: false, shown: true } })).toEqual(['pollShown Film?']);
  expect(told({}, { pairs })).toEqual(['pairs 2']);
  expect(told({ pairs }, {})).toEqual(['together']);
  expect(told({}, { paused: true })).toEqual(['paused']);
  expect(told({ paused: true }, {})).toEqual(['resumed']);
  expect(told({}, { say: { text: 'Nog even', at: 1 } })).toEqual(['said Nog even']);
  expect(told({}, { closing: { at: 9 } })).toEqual(['closing']);
});

test('a call for help is told to facilitators, once for each room', () => {
  const asks = { ...pairs, yours: 0, rooms: [{ number: 2, members: ['noor', 'sam'], help: true }] };
  const calm = { ...pairs, yours: 0 };
  expect(told({ pairs: calm }, { pairs: asks }, 'facilitator')).toEqual(['help 2']);
  expect(told({ pairs: asks }, { pairs: asks }, 'facilitator')).toEqual([]);
  expect(told({ pairs: calm }, { pairs: asks })).toEqual([]);
});

test('who comes back in the middle hears nothing old', () => {
  expect(newsBetween(undefined, room({ step, stick, poll }))).toEqual([]);
});

test('that it records is told to everybody, also to who comes in while it does', () => {
  const records = (state: 'asking' | 'running' | 'paused' | '') => ({ ...room(), recording: { id: 'r', state, asked: [], yours: '' as const } });
  const heard = (before: MeetingState | undefined, now: MeetingState) => newsBetween(before, now).map(({ what }) => what);
  expect(heard(undefined, records('running'))).toEqual(['recording.running']);
  expect(heard(room(), records('asking'))).toEqual([]);
  expect(heard(records('asking'), records('running'))).toEqual(['recording.running']);
  expect(heard(records('running'), records('paused'))).toEqual(['recording.paused']);
  expect(heard(records('paused'), records('running'))).toEqual(['recording.running']);
  expect(heard(records('running'), room())).toEqual(['recording.stopped']);
  expect(heard(records('asking'), room()), 'nothing was recorded').toEqual([]);
  const waiting = { id: 'noor', role: 'member' as const, seat: -1, status: 'waiting' as const };
  expect(heard({ ...room(), you: waiting }, { ...records('running'), you: waiting })).toEqual(['recording.running']);
});

test('who waits hears the message for who waits', () => {
  const waits = (more: ScriptState) => ({ ...room(more), you: { id: 'noor', role: 'member' as const, seat: -1, status: 'waiting' as const } });
  expect(newsBetween(waits({}), waits({ notice: { text: 'We beginnen zo', at: 1 } }))).toEqual([{ what: 'notice', alias: '', text: 'We beginnen zo' }]);
});

test('a reaction of somebody else is told, one\'s own is not', () => {
  expect(reactionNews(room(), 'sam', 'same')).toEqual([{ what: 'react.same', alias: 'Sam' }]);
  expect(reactionNews(room(), 'noor', 'same')).toEqual([]);
});
