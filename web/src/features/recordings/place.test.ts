import { expect, it } from 'vitest';
import { at, daysLeft, expiresSoon, startAt, timeOf, timeText, watching, type Stretch } from './place';

it('tells time as a clock, and reads it', () => {
  expect([timeText(0), timeText(61_500), timeText(3_600_000)]).toEqual(['0:00', '1:01', '60:00']);
  expect(timeOf('61:05')).toBe(3_665_000);
});

it('reminds in the last week', () => {
  expect(expiresSoon(8 * 86_400_000, 0)).toBe(false);
  expect(expiresSoon(6 * 86_400_000, 0)).toBe(true);
  expect([6.2, 1, 0.1, -1].map((days) => daysLeft(days * 86_400_000, 0))).toEqual([7, 1, 1, 0]);
});

it('knows who speaks', () => {
  const voices = [{ fromMs: 0, toMs: 5, alias: 'a' }, { fromMs: 3, toMs: 9, alias: 'b' }];
  expect(at(voices, 4).map(({ alias }) => alias)).toEqual(['a', 'b']);
  expect(at(voices, 5).map(({ alias }) => alias)).toEqual(['b']);
});

it('goes on where somebody was, and begins again after the end', () => {
  expect(startAt(30_000, 60_000)).toBe(30_000);
  expect(startAt(58_000, 60_000)).toBe(0);
});

it('tells what was watched every ten seconds, and never what was jumped over', () => {
  let stretch: Stretch | undefined;
  const told: Stretch[] = [];
  for (const now of [0, 4_000, 8_000, 12_000, 13_000, 60_000, 61_000, 5_000]) {
    const next = watching(now, stretch);
    stretch = next.stretch;
    if (next.done) told.push(next.done);
  }
  expect(told).toEqual([{ fromMs: 0, toMs: 12_000 }, { fromMs: 12_000, toMs: 13_000 }, { fromMs: 60_000, toMs: 61_000 }]);
  expect(stretch).toEqual({ fromMs: 5_000, toMs: 5_000 });
});
