/** How well things come through, as a word the pages explain. */
export type Quality = 'good' | 'fair' | 'poor';

/** Round trips to the server in milliseconds, a failed one as undefined → the word before a meeting. */
export function networkQuality(trips: readonly (number | undefined)[]): Quality | 'none' {
  const came = trips.filter((trip) => trip !== undefined).sort((a, b) => a - b);
  const middle = came[Math.floor(came.length / 2)];
  if (middle === undefined) return 'none';
  if (came.length < trips.length || middle > 400) return 'poor';
  return middle > 150 ? 'fair' : 'good';
}

/** Packets received and lost since the connection began, and the present round trip in seconds. */
export interface Flow {
  received: number;
  lost: number;
  roundTrip: number;
}

/** Adds up all incoming lines of a stats report. */
export function flowOf(report: Iterable<[string, Record<string, unknown>]>): Flow {
  const flow: Flow = { received: 0, lost: 0, roundTrip: 0 };
  for (const [, entry] of report) {
    if (entry.type === 'inbound-rtp') {
      flow.received += Number(entry.packetsReceived ?? 0);
      flow.lost += Math.max(0, Number(entry.packetsLost ?? 0));
    }
    if (entry.type === 'candidate-pair' && entry.nominated === true) flow.roundTrip = Number(entry.currentRoundTripTime ?? 0);
  }
  return flow;
}

/** The word for the time between two looks. Over 5 % lost is heard, over half a second people talk at once. */
export function flowQuality(before: Flow, now: Flow): Quality {
  const lost = now.lost - before.lost;
  const share = lost / Math.max(1, lost + now.received - before.received);
  if (share > 0.05 || now.roundTrip > 0.5) return 'poor';
  return share > 0.02 || now.roundTrip > 0.25 ? 'fair' : 'good';
}
