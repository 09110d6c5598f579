import { expect, test } from 'vitest';
import { flowOf, flowQuality, networkQuality } from './quality';
import { deviceProblem } from './problem';
import { loudness } from './sound';

test.each([
  [[20, 30, 25], 'good'],
  [[200, 220, 30], 'fair'],
  [[900, 800, 30], 'poor'],
  [[20, undefined, 20], 'poor'],
  [[undefined, undefined], 'none'],
])('round trips %j are %s', (trips, word) => expect(networkQuality(trips)).toBe(word));

test('quality is judged over the time between two looks, not since the start', () => {
  const report = (received: number, lost: number) =>
    new Map<string, Record<string, unknown>>([
      ['a', { type: 'inbound-rtp', packetsReceived: received, packetsLost: lost }],
      ['b', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 }],
    ]);
  const bad = flowOf(report(1_000, 200));
  expect(flowQuality({ received: 0, lost: 0, roundTrip: 0 }, bad)).toBe('poor');
  expect(flowQuality(bad, flowOf(report(2_000, 200)))).toBe('good');
});

test.each([
  ['NotAllowedError', 'blocked'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['WhateverError', 'failed'],
])('%s is told as %s', (name, problem) => expect(deviceProblem(new DOMException('', name))).toBe(problem));

test('silence is 0, shouting is 1, speech lies between', () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(loudness(new Float32Array(64).fill(0.05))).toBeGreaterThan(0.3);
});
