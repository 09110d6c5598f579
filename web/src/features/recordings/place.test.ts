import { expect, it } from 'vitest';
import { at, expiresSoon, timeText, watched } from './place';

it('tells time as a clock', () => expect([timeText(0), timeText(61_500), timeText(3_600_000)]).toEqual(['0:00', '1:01', '60:00']));

it('reminds in the last week', () => {
  expect(expiresSoon(8 * 86_400_000, 0)).toBe(false);
  expect(expiresSoon(6 * 86_400_000, 0)).toBe(true);
});

it('knows who speaks', () => {
  const voices = [{ fromMs: 0, toMs: 5, alias: 'a' }, { fromMs: 3, toMs: 9, alias: 'b' }];
  expect(at(voices, 4).map(({ alias }) => alias)).toEqual(['a', 'b']);
  expect(at(voices, 5).map(({ alias }) => alias)).toEqual(['b']);
});

it('a jump was not watched', () => {
  expect(watched(0, 9_000)).toBeUndefined();
  expect(watched(0, 10_500)).toEqual({ fromMs: 0, toMs: 10_500 });
  expect(watched(0, 600_000)).toBeUndefined();
});
