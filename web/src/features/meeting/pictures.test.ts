import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureWishes, picturesOf, SCREEN, type Pictures } from './pictures';

let told: Pictures[];
let reachable: boolean;
let wishes: PictureWishes;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  reachable = true;
  wishes = new PictureWishes((pictures) => reachable && told.push(pictures) > 0);
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTime(200);

test('what is in view, in steps; the screen apart', () => {
  expect(picturesOf(new Map([[3, 181], [0, 180], [1, 0], [SCREEN, 700]]))).toEqual({
    tiles: [{ seat: 0, height: 180 }, { seat: 3, height: 270 }], screen: 720,
  });
});

test('many changes are told once, and the same not again', () => {
  for (let height = 100; height < 170; height++) wishes.show(new Map([[0, height]]));
  settle();
  wishes.show(new Map([[0, 175]]));
  settle();
  expect(told).toEqual([{ tiles: [{ seat: 0, height: 180 }], screen: 0 }]);
});

test('sound only wants nothing at once, and back the same as before', () => {
  wishes.show(new Map([[0, 90]]));
  settle();
  wishes.soundOnly.dispatch(true);
  expect(told.at(-1)).toEqual({ tiles: [], screen: 0 });
  expect(wishes.wants(0)).toBe(false);
  wishes.show(new Map([[0, 90], [1, 90]]));
  settle();
  expect(told).toHaveLength(2);
  wishes.soundOnly.dispatch(false);
  expect(told.at(-1)?.tiles).toHaveLength(2);
});

test('what could not be told is told when the server is back', () => {
  reachable = false;
  wishes.show(new Map([[0, 90]]));
  settle();
  reachable = true;
  wishes.again();
  wishes.again();
  expect(told).toHaveLength(2);
});

test('before the page shows anything nothing is said: the server would take it for sound only', () => {
  wishes.again();
  wishes.soundOnly.dispatch(true);
  expect(told).toEqual([]);
});
