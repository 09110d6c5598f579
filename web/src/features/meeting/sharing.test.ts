import { beforeEach, expect, test, vi } from 'vitest';
import type { MeetingState } from '../../core/wire';
import { Sharing } from './sharing';

class Track extends EventTarget {
  readyState = 'live';
  stop = vi.fn(() => {
    this.readyState = 'ended';
  });
  endsByItself() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

const room = (screen: string) => ({ screen, you: { id: 'me' } }) as MeetingState;

let picture: Track;
let sound: Track;
let told: boolean[];
let sent: Record<string, unknown>;
let granted: boolean;
let chosen: boolean;
let sharing: Sharing;

beforeEach(() => {
  picture = new Track();
  sound = new Track();
  told = [];
  sent = {};
  granted = chosen = true;
  sharing = new Sharing({
    choose: async () => (chosen ? { picture, sound } as never : undefined),
    tell: async (on) => (told.push(on), granted),
    send: (kind, track) => (sent[kind] = track),
  });
});

test('picture and sound go on their lines once the place is ours', async () => {
  await sharing.start();
  sharing.follow(room('me'));
  expect(told).toEqual([true]);
  expect(sent).toEqual({ screen: picture, 'screen-sound': sound });
  sharing.stop();
  expect(told).toEqual([true, false]);
  expect(sent).toEqual({ screen: null, 'screen-sound': null });
  expect([picture.readyState, sound.readyState, sharing.on.get()]).toEqual(['ended', 'ended', false]);
});

test("the browser's own stop gives the place back", async () => {
  await sharing.start();
  picture.endsByItself();
  expect(told).toEqual([true, false]);
  expect(sharing.on.get()).toBe(false);
});

test('nothing chosen asks for nothing; a refusal lets the screen go', async () => {
  chosen = false;
  await sharing.start();
  expect(told).toEqual([]);
  [chosen, granted] = [true, false];
  await sharing.start();
  expect([picture.readyState, sharing.on.get(), sent]).toEqual(['ended', false, {}]);
});

test('somebody who takes over ends it, without giving back what is not ours', async () => {
  await sharing.start();
  sharing.follow(room('guide'));
  expect(told).toEqual([true]);
  expect(picture.readyState).toBe('ended');
});

test('a server that began anew is asked again', async () => {
  await sharing.start();
  sharing.follow(room(''));
  await vi.waitFor(() => expect(told).toEqual([true, true]));
  expect(sharing.on.get()).toBe(true);
});

test('a page that was loaded again gives back what it no longer shares', () => {
  sharing.follow(room('me'));
  expect(told).toEqual([false]);
  sharing.follow(room('somebody'));
  expect(told).toEqual([false]);
});
