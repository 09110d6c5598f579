// Where somebody is in a recording. Times are milliseconds.

const week = 7 * 24 * 60 * 60 * 1000;

/** A reminder is due in the last week. */
export function expiresSoon(expiresAt: number, now: number): boolean {
  return expiresAt - now < week;
}

/** Days that are left, begun ones too. */
export function daysLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / (week / 7)));
}

export function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** "1:30" in milliseconds. */
export function timeOf(text: string): number {
  const [minutes = '0', seconds = '0'] = text.split(':');
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}

export type Stretch = { fromMs: number; toMs: number };

/** The stretches that a moment is in. */
export function at<T extends Stretch>(all: readonly T[], ms: number): T[] {
  return all.filter((one) => one.fromMs <= ms && ms < one.toMs);
}

/** Where to go on: at the beginning, for who had come to the end. */
export function startAt(atMs: number, lengthMs: number): number {
  return atMs < lengthMs - 5_000 ? atMs : 0;
}

/** The server is told of what was watched in pieces of this length. */
const told = 10_000;
/** More than this between two looks is a jump, which nobody watched. */
const jump = 5_000;

/** Goes on with the stretch that is being watched, at a moment; `done` is what can be told. */
export function watching(now: number, stretch?: Stretch): { stretch: Stretch; done?: Stretch } {
  const fresh = { fromMs: now, toMs: now };
  if (!stretch) return { stretch: fresh };
  if (now < stretch.toMs || now - stretch.toMs > jump) return { stretch: fresh, done: stretch };
  const longer = { fromMs: stretch.fromMs, toMs: now };
  return now - stretch.fromMs >= told ? { stretch: fresh, done: longer } : { stretch: longer };
}
