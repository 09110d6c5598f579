// Whether the server can be reached, and from when the answers are that were kept for a time without it.
import { createStore } from './store';

export type Reach = {
  away: boolean;
  /** From when each kept answer is that was given since, in Unix milliseconds, by its path under /api. */
  kept: Readonly<Record<string, number>>;
};

export type ReachEvent = { type: 'fresh' } | { type: 'kept'; path: string; at: number } | { type: 'lost' };

export const near: Reach = { away: false, kept: {} };

export function reached(state: Reach, event: ReachEvent): Reach {
  switch (event.type) {
    case 'fresh':
      return state.away ? near : state;
    case 'kept':
      return { away: true, kept: { ...state.kept, [event.path]: event.at } };
    case 'lost':
      return state.away ? state : { ...state, away: true };
  }
}

/** From when the oldest of these is; undefined when none was kept. */
export function oldest({ kept }: Reach, paths: string[]): number | undefined {
  const times = paths.flatMap((path) => kept[path] ?? []);
  return times.length > 0 ? Math.min(...times) : undefined;
}

export const reach = createStore(reached, near);
