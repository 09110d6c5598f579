import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Relays } from './relays';

const hour = 3_600_000;
const turn = (username: string) => [{ urls: ['turn:kring.example:3478'], username, credential: 'c' }];
let asked = 0;
let broken = false;

async function answer() {
  asked++;
  if (broken) throw new Error('offline');
  return { type: 'rtc.relays' as const, meeting: 'm', servers: turn(`${asked}`), expiresAt: Date.now() + hour };
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  broken = false;
});
afterEach(() => void vi.useRealTimers());

test('they are asked ahead, once, and kept while they are good', async () => {
  const relays = new Relays(answer);
  relays.prepare();
  relays.prepare();
  expect(await relays.get()).toEqual(turn('1'));
  expect(await relays.get()).toEqual(turn('1'));
  vi.advanceTimersByTime(hour - 60_000);
  expect(await relays.get()).toEqual(turn('2'));
  relays.forget();
  expect(await relays.get()).toEqual(turn('3'));
});

test('joining goes on without them, and the next time they are asked again', async () => {
  broken = true;
  const relays = new Relays(answer);
  relays.prepare();
  expect(await relays.get()).toEqual([]);
  broken = false;
  expect((await relays.get()).length).toBe(1);
});
