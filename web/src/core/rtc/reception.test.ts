import { expect, test } from 'vitest';
import { newHearing, nextHearing, receptionOf, type Expected, type Hearing, type Reception } from './reception';

const quiet: Expected = { pictures: [], screen: false, speaking: [] };
let received = 0;
/** Bytes of the picture of each seat, energy of each, bytes of the screen. */
const look = (pictures: number[], energy: number[] = [], screen = 0): Reception => ({
  flow: { received: (received += 100), lost: 0, roundTrip: 0.02 },
  seats: pictures.map((picture, i) => ({ picture, energy: energy[i] ?? 0 })),
  screen,
});
const after = (expected: Expected, ...looks: Reception[]): Hearing => looks.reduce((hearing, now) => nextHearing(hearing, now, expected), newHearing);

test('a picture that does not come for three looks is out, and back with its first bytes', () => {
  const wants = { ...quiet, pictures: [1] };
  const still = [look([5, 5]), look([6, 5]), look([7, 5])];
  expect(after(wants, ...still).out).toEqual([]);
  const out = after(wants, ...still, look([8, 5]));
  expect(out.out).toEqual([1]);
  expect(nextHearing(out, look([9, 6]), wants).out).toEqual([]);
  expect(nextHearing(out, look([9, 5]), quiet).out, 'not wanted any more').toEqual([]);
});

test('the shared screen is told apart', () => {
  const wants = { ...quiet, screen: true };
  expect(after(wants, look([]), look([]), look([]), look([])).screenOut).toBe(true);
  expect(after(wants, look([], [], 1), look([], [], 2), look([], [], 3), look([], [], 4)).screenOut).toBe(false);
});

test('four looks of speech without sound: the sound is gone', () => {
  const speech = { ...quiet, speaking: [0] };
  const mute = [look([0], [1]), look([0], [1]), look([0], [1]), look([0], [1])];
  expect(after(speech, ...mute).deaf).toBe(false);
  const deaf = after(speech, ...mute, look([0], [1]));
  expect(deaf.deaf).toBe(true);
  expect(nextHearing(deaf, look([0], [1]), quiet).deaf, 'a pause in the talk repairs nothing').toBe(true);
  expect(nextHearing(deaf, look([0], [1.1]), speech).deaf).toBe(false);
});

test('a pause between sentences is not counted', () => {
  let hearing = newHearing;
  for (let i = 0; i < 12; i++) hearing = nextHearing(hearing, look([0], [1]), { ...quiet, speaking: i % 4 === 3 ? [0] : [] });
  expect(hearing.deaf).toBe(false);
});

test('after a new connection counting begins anew', () => {
  const wants = { ...quiet, pictures: [0] };
  const out = after(wants, look([5]), look([5]), look([5]), look([5]));
  expect(out.out).toEqual([0]);
  received = 0;
  expect(nextHearing(out, look([0]), wants).out).toEqual([]);
});

test('quality is judged over the last five looks', () => {
  const lost = (count: number): Reception => ({ ...look([]), flow: { received: (received += 100), lost: count, roundTrip: 0.02 } });
  const bad = after(quiet, ...[0, 400, 400, 400, 400, 400].map(lost));
  expect(bad.quality).toBe('poor');
  expect(nextHearing(bad, lost(400), quiet).quality).toBe('good');
});

test('a report is told apart by the lines', () => {
  const report = new Map<string, object>([
    ['a', { type: 'inbound-rtp', kind: 'video', mid: '5', bytesReceived: 10, packetsReceived: 1 }],
    ['b', { type: 'inbound-rtp', kind: 'audio', mid: '4', bytesReceived: 7, totalAudioEnergy: 0.5, packetsReceived: 2 }],
    ['c', { type: 'inbound-rtp', kind: 'video', mid: '8', bytesReceived: 30 }],
    ['d', { type: 'inbound-rtp', kind: 'video', mid: '77', bytesReceived: 30 }],
  ]) as unknown as RTCStatsReport;
  const places = new Map<string, number | 'screen'>([['4', 0], ['5', 0], ['8', 'screen']]);
  expect(receptionOf(report, places, 1)).toEqual({ flow: { received: 3, lost: 0, roundTrip: 0 }, seats: [{ picture: 10, energy: 0.5 }], screen: 30 });
});
