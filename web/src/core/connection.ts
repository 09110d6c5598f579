// Whether the live socket is there, as a pure reducer.

export type Connection = {
  phase: 'off' | 'connecting' | 'open' | 'waiting';
  /** Failed tries since the last time it worked. */
  tries: number;
};

export type ConnectionEvent = { type: 'start' } | { type: 'welcome' } | { type: 'lost' } | { type: 'stop' };

export const disconnected: Connection = { phase: 'off', tries: 0 };

export function connection(state: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case 'start':
      return { ...state, phase: 'connecting' };
    case 'welcome':
      return { phase: 'open', tries: 0 };
    case 'lost':
      return state.phase === 'off' ? state : { phase: 'waiting', tries: state.tries + 1 };
    case 'stop':
      return disconnected;
  }
}

/**
 * How long to wait before try n (from 1), in milliseconds: doubles from 0.6 s up to 10 s, and a
 * random half of it, so that after a restart not all browsers come back in the same moment.
 */
export function backoff(tries: number, random: () => number = Math.random): number {
  const full = Math.min(10_000, 600 * 2 ** Math.max(0, tries - 1));
  return full / 2 + (random() * full) / 2;
}
