import type { Film } from '../../../core/script';

/** Where the film is for everybody, in seconds; `now` is the server's time. */
export function position({ playing, at, since }: Film, now: number): number {
  return playing ? at + Math.max(0, now - since) / 1000 : at;
}

/** What a player does to be where it must be: jump, or play a little faster or slower so that nobody notices. */
export type Correction = { seek: boolean; rate: number };

/** Nobody notices less than this, in seconds. */
const near = 0.06;
/** More is not made up for by speed. */
const far = 1;
const change = 0.08;

/** `is` and `must` in seconds. A film that stands still only jumps. */
export function correction(is: number, must: number, playing: boolean): Correction {
  const behind = must - is;
  const off = Math.abs(behind);
  if (!playing) return { seek: off > near, rate: 1 };
  if (off > far) return { seek: true, rate: 1 };
  if (off <= near) return { seek: false, rate: 1 };
  return { seek: false, rate: behind > 0 ? 1 + change : 1 - change };
}
