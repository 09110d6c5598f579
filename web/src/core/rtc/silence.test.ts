import { expect, test } from 'vitest';
import { bytesIn, LOOK_MS, newSilence, nextSilence } from './silence';

const fell = (bytes: number[]) => {
  let silence = newSilence;
  return bytes.map((value) => (silence = nextSilence(silence, value)).fell);
};

test('a stream that stops is noticed within two seconds, once', () => {
  const looks = fell([10, 20, 30, 40, 40, 40, 40, 40, 40]);
  expect(looks.indexOf(true) - 3).toBeLessThanOrEqual(2_000 / LOOK_MS - 1);
  expect(looks.filter(Boolean)).toHaveLength(1);
});

test('what never came is not missed', () => expect(fell([0, 0, 0, 0, 0, 0])).not.toContain(true));

test('a report now and then is no stream: everybody is silent and nothing is wrong', () => {
  expect(fell([10, 10, 20, 20, 30, 30, 40, 40, 40, 40, 40])).not.toContain(true);
});

test('after a repair it watches again', () => {
  expect(fell([1, 2, 3, 4, 4, 4, 4, 5, 6, 7, 8, 8, 8, 8]).filter(Boolean)).toHaveLength(2);
});

test('bytes of the transport, or of its pairs where a browser has no transport', () => {
  const report = (...entries: object[]) => new Map(entries.map((entry, i) => [String(i), entry])) as unknown as RTCStatsReport;
  expect(bytesIn(report({ type: 'candidate-pair', bytesReceived: 5 }, { type: 'transport', bytesReceived: 9 }))).toBe(9);
  expect(bytesIn(report({ type: 'candidate-pair', bytesReceived: 5 }, { type: 'candidate-pair', bytesReceived: 2 }))).toBe(7);
});
