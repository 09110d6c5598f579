import { expect, test } from 'vitest';
import { CAMERA_ENCODINGS, MAX_SEATS, plannedLines, preferVP8 } from './lines';

test('the four own lines come first, then sound and picture of each seat, then the shared screen', () => {
  const told = plannedLines(2).map((line) => [line.of, line.kind, line.direction, 'seat' in line ? line.seat : ''].join(' ').trim());
  expect(told).toEqual([
    'microphone audio sendonly',
    'camera video sendonly',
    'screen video sendonly',
    'screen-sound audio sendonly',
    'seat audio recvonly 0',
    'seat video recvonly 0',
    'seat audio recvonly 1',
    'seat video recvonly 1',
    'shared-screen video recvonly',
    'shared-screen audio recvonly',
  ]);
});

test("a full meeting has 38 lines, and a seat's sound stands at 4 + 2 × seat", () => {
  const lines = plannedLines(MAX_SEATS);
  expect(lines).toHaveLength(38);
  for (let seat = 0; seat < MAX_SEATS; seat++) expect(lines[4 + 2 * seat]).toMatchObject({ of: 'seat', kind: 'audio', seat });
});

test.each([0, 17, -1, 2.5, Number.NaN])('%s is not a number of seats', (seats) => {
  expect(() => plannedLines(seats)).toThrow(RangeError);
});

test('the camera is sent in sizes with names of their own, the smallest first', () => {
  const scales = CAMERA_ENCODINGS.map((encoding) => encoding.scaleResolutionDownBy ?? 1);
  expect(scales).toEqual([...scales].sort((a, b) => b - a));
  expect(new Set(CAMERA_ENCODINGS.map((encoding) => encoding.rid)).size).toBe(CAMERA_ENCODINGS.length);
});

test('VP8 comes first and nothing is lost', () => {
  const codecs = ['video/H264', 'video/rtx', 'video/VP8', 'video/AV1'].map((mimeType) => ({ mimeType }));
  expect(preferVP8(codecs).map((codec) => codec.mimeType)).toEqual(['video/VP8', 'video/H264', 'video/rtx', 'video/AV1']);
});
