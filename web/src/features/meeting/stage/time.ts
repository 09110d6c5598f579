// Time in a meeting is the server's: every screen shows the same seconds.

/** A difference that no network explains: the clock of this device was set, or it slept. */
const jump = 5_000;

/**
 * How far the server's clock is ahead of ours. Each message tells it less its own time on the way, so the largest of
 * what was told is nearest the truth.
 */
export function aheadOf(before: number | undefined, told: number): number {
  if (before === undefined || Math.abs(told - before) > jump) return told;
  return Math.max(before, told);
}

/** Milliseconds until a moment, never less than 0. */
export function remaining(endsAt: number, now: number): number {
  return Math.max(0, endsAt - now);
}

/** What is left of a span, from 1 to 0. */
export function share(left: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0;
}

/** "4:05": minutes and seconds; a second counts until it is over. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whole minutes since a moment. */
export function minutesSince(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / 60_000));
}
