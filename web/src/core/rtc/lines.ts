/**
 * The media lines of the one offer, in the fixed order that rtc/README.md gives. Browser and server find a line by its
 * place, so nothing about it needs to be told: line 0 is always the own microphone, and the lines of seat 0 follow the
 * four own ones.
 */
export type Line =
  | { kind: 'audio' | 'video'; direction: 'sendonly'; of: 'microphone' | 'camera' | 'screen' | 'screen-sound' }
  | { kind: 'audio' | 'video'; direction: 'recvonly'; of: 'seat'; seat: number }
  | { kind: 'audio' | 'video'; direction: 'recvonly'; of: 'shared-screen' };

/** Most seats that a meeting may have (ARCHITECTURE.md, "Media: seats"). */
export const MAX_SEATS = 16;

/** The lines for a meeting of `seats` places: 4 own lines, 2 per seat, 2 for the shared screen. */
export function plannedLines(seats: number): Line[] {
  if (!Number.isInteger(seats) || seats < 1 || seats > MAX_SEATS) {
    throw new RangeError(`a meeting has 1 to ${MAX_SEATS} seats, not ${seats}`);
  }
  const lines: Line[] = [
    { kind: 'audio', direction: 'sendonly', of: 'microphone' },
    { kind: 'video', direction: 'sendonly', of: 'camera' },
    { kind: 'video', direction: 'sendonly', of: 'screen' },
    { kind: 'audio', direction: 'sendonly', of: 'screen-sound' },
  ];
  for (let seat = 0; seat < seats; seat++) {
    lines.push(
      { kind: 'audio', direction: 'recvonly', of: 'seat', seat },
      { kind: 'video', direction: 'recvonly', of: 'seat', seat },
    );
  }
  lines.push(
    { kind: 'video', direction: 'recvonly', of: 'shared-screen' },
    { kind: 'audio', direction: 'recvonly', of: 'shared-screen' },
  );
  return lines;
}

/**
 * The two pictures a camera sends at once. The server forwards the small one to who has little room (MEET-12). Two and
 * not three: below 960 px wide Chromium leaves a third one out anyway.
 */
export const CAMERA_ENCODINGS: RTCRtpEncodingParameters[] = [
  { rid: 'l', scaleResolutionDownBy: 2, maxBitrate: 150_000, maxFramerate: 15 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 600_000, maxFramerate: 25 },
];

/** One size of a shared screen: its letters must stay readable, so it gives up pace first. */
export const SCREEN_ENCODINGS: RTCRtpEncodingParameters[] = [{ maxBitrate: 1_500_000, maxFramerate: 15 }];

/** What to ask of a camera: a face in a grid needs no more, and an old phone can encode it twice. */
export const CAMERA_SIZE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };

/** VP8 first with what repairs it: every browser sends VP8 in several sizes; the rest stays behind it as a way out. */
export function preferVP8<T extends { mimeType: string }>(codecs: readonly T[]): T[] {
  const isVP8 = (codec: T) => codec.mimeType.toLowerCase() === 'video/vp8';
  return [...codecs.filter(isVP8), ...codecs.filter((codec) => !isVP8(codec))];
}
