import { describe, expect, it } from 'vitest';
import type { Film, Pairs, ScriptLine, Stick } from '../../../core/script';
import type { MeetingState, Seat } from '../../../core/wire';
import { minutesToGo, nextLine, pace } from '../lead/script';
import { correction, position } from './film';
import { bars, chosen, optionLines } from './poll';
import { chosenRoom, chosenRooms, countedOff, divisible, roomsFor, together } from './rooms';
import { aliases, next } from './stick';
import { summaryBars } from './summary';
import { aheadOf, minutesAndSeconds, minutesSince, remaining, share } from './time';

const words = (text: string) => ({ nl: text, en: text });

describe('the time of the server', () => {
  it('is nearest the truth in the message that was least on its way', () => {
    expect([-80, -20, -300].reduce<number | undefined>(aheadOf, undefined)).toBe(-20);
  });

  it('is taken anew when the clock of this device was set', () => {
    expect(aheadOf(-20, 60_000)).toBe(60_000);
    expect(aheadOf(60_000, -20)).toBe(-20);
  });

  it('counts down to 0:00 and not below', () => {
    expect([245_000, 59_999, 1, 0].map(minutesAndSeconds)).toEqual(['4:05', '1:00', '0:01', '0:00']);
    expect(remaining(1_000, 5_000)).toBe(0);
    expect([share(30, 60), share(90, 60), share(5, 0)]).toEqual([0.5, 1, 0]);
    expect(minutesSince(0, 119_999)).toBe(1);
    expect(minutesSince(9_000, 0)).toBe(0);
  });
});

describe('the film', () => {
  const film: Film = { id: 'f', title: words('Ademen'), playing: true, at: 12.4, since: 10_000 };

  it('is where the server says, also for who comes late, and stands still when stilled', () => {
    expect(position(film, 10_000)).toBe(12.4);
    expect(position(film, 15_500)).toBeCloseTo(17.9);
    expect(position(film, 9_000)).toBe(12.4);
    expect(position({ ...film, playing: false }, 99_000)).toBe(12.4);
  });

  it('jumps when far off, and otherwise catches up or waits without anybody noticing', () => {
    expect(correction(5, 12, true)).toEqual({ seek: true, rate: 1 });
    expect(correction(12, 12.03, true)).toEqual({ seek: false, rate: 1 });
    expect(correction(12, 12.3, true).rate).toBeGreaterThan(1);
    expect(correction(12.3, 12, true).rate).toBeLessThan(1);
    expect(correction(12.2, 12, false)).toEqual({ seek: true, rate: 1 });
  });

  it('is within a quarter of a second soon: half a second off is made up for in ten', () => {
    let [is, must] = [0, 0.5];
    for (let i = 0; i < 40; i++) {
      is += 0.25 * correction(is, must, true).rate;
      must += 0.25;
    }
    expect(Math.abs(must - is)).toBeLessThan(0.25);
  });
});

const seat = (number: number, alias: string, role: Seat['role'] = 'member'): Seat => ({
  seat: number, id: alias.toLowerCase(), alias, role, microphone: true, camera: true, hand: 0, connected: true,
});
const seats = [seat(0, 'Els', 'facilitator'), seat(1, 'Noor'), seat(2, 'Sam'), seat(3, 'Roos'), seat(4, 'Bo')];
const room = (you: string, pairs?: Pairs): MeetingState => ({
  type: 'meeting.state', meeting: 'm', phase: 'open', rev: 1, locked: false, seats, waiting: [], seatCount: 8, serverTime: 0, pairs: pairs ?? null,
  you: { id: you, role: you === 'els' ? 'facilitator' : 'member', seat: 0, status: 'seated' },
} as MeetingState);

describe('the word', () => {
  const stick: Stick = { holder: 'sam', order: ['els', 'noor', 'sam', 'roos', 'gone'], done: ['els'], seconds: 60, since: 0, quiet: false };

  it('goes to who has not had it yet, in order; who left is passed over in words', () => {
    expect(next(stick)).toEqual(['noor', 'roos', 'gone']);
    expect(aliases(room('sam'), next(stick))).toEqual(['Noor', 'Roos']);
  });
});

describe('small rooms', () => {
  const first = { number: 1, members: ['noor', 'sam'], help: false };
  const second = { number: 2, members: ['roos', 'bo'], help: true };
  const pairs = (rooms: Pairs['rooms'], yours: number, visiting = 0): Pairs => ({ task: '', endsAt: 0, rooms, yours, visiting });
  const names = (state: MeetingState) => together(state).map((one) => one.alias);

  it('a participant sees her own room only', () => {
    expect(names(room('noor', pairs([first], 1)))).toEqual(['Noor', 'Sam']);
    expect(names(room('noor', pairs([{ ...first, visitors: ['els'] }], 1))), 'and who visits it').toEqual(['Els', 'Noor', 'Sam']);
  });

  it('who is in none stays with the facilitator, and sees nobody of whom she may not know where they are', () => {
    expect(names(room('bo', pairs([], 0)))).toEqual(['Els', 'Bo']);
  });

  it('a facilitator is in the big circle, or with those whom she visits', () => {
    expect(names(room('els', pairs([first, second], 0)))).toEqual(['Els']);
    expect(names(room('els', pairs([first], 0)))).toEqual(['Els', 'Roos', 'Bo']);
    expect(names(room('els', pairs([first, second], 0, 2)))).toEqual(['Els', 'Roos', 'Bo']);
  });

  it('are made by counting off, or by choice; nobody is alone', () => {
    expect(countedOff(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([['a', 'c', 'e'], ['b', 'd']]);
    expect(chosenRooms({ a: 2, b: 0, c: 2, d: 1 })).toEqual([['d'], ['a', 'c']]);
    expect([roomsFor(5), roomsFor(1)]).toEqual([2, 1]);
  });
});

describe('a poll', () => {
  const options = [{ id: 'a', label: words('Ja') }, { id: 'b', label: words('Nee') }];

  it('shows shares of what was chosen, and one\'s own choice', () => {
    expect(bars({ options, counts: [3, 1], mine: ['a'] })).toEqual([
      { label: 'Ja', count: 3, share: 0.75, mine: true }, { label: 'Nee', count: 1, share: 0.25, mine: false },
    ]);
    expect(bars({ options, counts: [0, 0], mine: null })?.[0]?.share).toBe(0);
    expect(bars({ options, counts: null, mine: [] })).toBeUndefined();
  });

  it('takes one answer, or several', () => {
    expect(chosen(['a'], 'b', false)).toEqual(['b']);
    expect(chosen(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(chosen(['a', 'b'], 'a', true)).toEqual(['b']);
    expect(optionLines(' Ja\n\nNee \nJa')).toEqual(['Ja', 'Nee']);
  });

  it('a summary has bars of what was counted, and none of words', () => {
    const bars = [{ id: '1', label: '1', count: 3 }, { id: '2', label: '2', count: 1 }];
    expect(summaryBars({ id: 's', kind: 'scale', title: '', answered: 4, counted: 4, bars }).map((bar) => bar.share)).toEqual([0.75, 0.25]);
    expect(summaryBars({ id: 's', kind: 'long-text', title: '', answered: 4, counted: 4 })).toEqual([]);
  });
});

describe('the script', () => {
  const line = (id: string, state: ScriptLine['state']): ScriptLine => ({ id, state, kind: 'talk', title: words(id), minutes: 10 });

  it('goes on with the next step that is not skipped, also one that was done before', () => {
    const lines = [line('a', 'done'), line('b', 'now'), line('c', 'skipped'), line('d', 'done'), line('e', 'todo')];
    expect(nextLine(lines)?.id).toBe('d');
    expect(nextLine(lines.slice(0, 3))).toBeUndefined();
    expect(minutesToGo(lines)).toBe(10);
  });

  it('begins with the first, and after the end with what was left', () => {
    expect(nextLine([line('a', 'skipped'), line('b', 'todo')])?.id).toBe('b');
    expect(nextLine([line('a', 'done'), line('b', 'todo')])?.id).toBe('b');
  });

  it('tells how long a step takes, and when it is over its time', () => {
    expect(pace({ startedAt: 0, minutes: 10 }, 245_900)).toEqual({ passed: '4:05', share: 245_900 / 600_000, over: 0 });
    expect(pace({ startedAt: 0, minutes: 10 }, 13 * 60_000)).toEqual({ passed: '13:00', share: 1, over: 3 });
  });
});

describe('moving somebody during pairs', () => {
  const pairs: Pairs = { task: '', endsAt: 0, yours: 0, visiting: 0, rooms: [{ number: 1, members: ['a', 'b'], help: false }, { number: 2, members: [], help: false }] };

  it('takes one person, and two to a new room', () => {
    expect(chosenRoom(pairs, 'c', 1, 'd')).toEqual({ who: ['c'], room: 1 });
    expect(chosenRoom(pairs, 'c', 0, '')).toEqual({ who: ['c'], room: 0 });
    expect(chosenRoom(pairs, 'c', 3, 'd')).toEqual({ who: ['c', 'd'], room: 3 });
    expect(chosenRoom(pairs, 'c', 3, 'c')).toEqual({ who: ['c'], room: 3 });
  });

  it('knows who sits in the room too, and not its device', () => {
    const seat = (id: string, role: Seat['role']): Seat => ({ seat: 0, id, alias: id, role, microphone: true, camera: true, hand: 0, connected: true });
    const room = { seats: [seat('f', 'facilitator'), seat('a', 'member'), seat('room-m', 'room')], room: [{ id: 'b', alias: 'b', role: 'member', hand: 0, connected: true }] };
    expect(divisible(room as MeetingState).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
