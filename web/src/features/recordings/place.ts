// Where somebody is in a recording. Times are milliseconds.

const week = 7 * 24 * 60 * 60 * 1000;

/** A reminder is due in the last week. */
export function expiresSoon(expiresAt: number, now: number): boolean {
  return expiresAt - now < week;
}

export function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

type Stretch = { fromMs: number; toMs: number };

/** The stretches that a moment is in. */
export function at<T extends Stretch>(all: readonly T[], ms: number): T[] {
  return all.filter((one) => one.fromMs <= ms && ms < one.toMs);
}

/** What was watched since the last report, when it went on without a jump and is long enough to tell. */
export function watched(since: number, now: number): Stretch | undefined {
  return now - since >= 10_000 && now - since < 60_000 ? { fromMs: since, toMs: now } : undefined;
}
