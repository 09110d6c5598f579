import { flowOf, flowQuality, type Flow, type Quality } from './quality';

/** What has come in since the connection began. */
export interface Reception {
  flow: Flow;
  /** Bytes of the picture and energy of the played sound, by seat. */
  seats: readonly { picture: number; energy: number }[];
  /** Bytes of the shared screen. */
  screen: number;
}

/** What to tell a person about what she gets. Pure: `nextHearing` makes the next from a look every `LOOK_MS`. */
export interface Hearing {
  quality: Quality;
  /** Seats that the page wants to show and of which no picture comes. */
  out: readonly number[];
  allOut: boolean;
  screenOut: boolean;
  /** Somebody speaks and nothing of it is played: as on an iPhone after a call. */
  deaf: boolean;
  /** Looks in a row: without a picture, by seat; without the screen; with speech and no sound. */
  missed: ReadonlyMap<number, number>;
  missedScreen: number;
  mute: number;
  last?: Reception;
  /** The oldest of the looks that quality is judged over. */
  flows: readonly Flow[];
}

/** What the page knows: which pictures it asked for and are on, and who speaks, the person herself left out. */
export interface Expected {
  pictures: readonly number[];
  screen: boolean;
  speaking: readonly number[];
}

export const LOOK_MS = 1_000;
/** A picture that switches its layer, or begins, may take this many looks. */
const PATIENCE = 3;
/** Looks with speech and no sound after which something is wrong. */
const DEAF = 4;
const FLOWS = 5;

export const newHearing: Hearing = {
  quality: 'good', out: [], allOut: false, screenOut: false, deaf: false, missed: new Map(), missedScreen: 0, mute: 0, flows: [],
};

export function nextHearing(before: Hearing, now: Reception, expected: Expected): Hearing {
  const { last } = before;
  if (!last || now.flow.received < last.flow.received) return { ...newHearing, last: now, flows: [now.flow] }; // a new connection
  const missed = new Map<number, number>();
  for (const seat of expected.pictures) {
    const grew = (now.seats[seat]?.picture ?? 0) > (last.seats[seat]?.picture ?? 0);
    missed.set(seat, grew ? 0 : (before.missed.get(seat) ?? 0) + 1);
  }
  const missedScreen = !expected.screen || now.screen > last.screen ? 0 : before.missedScreen + 1;
  const mute = muteLooks(before, last, now, expected.speaking);
  const flows = [...before.flows, now.flow].slice(-FLOWS - 1);
  const out = [...missed].filter(([, looks]) => looks >= PATIENCE).map(([seat]) => seat);
  return {
    quality: flows.length > FLOWS && flows[0] ? flowQuality(flows[0], now.flow) : before.quality,
    out,
    allOut: out.length > 0 && out.length === missed.size,
    screenOut: missedScreen >= PATIENCE,
    deaf: mute >= DEAF,
    missed, missedScreen, mute, last: now, flows,
  };
}

/** Only speech counts: a quiet moment neither proves that sound works nor that it does not. */
function muteLooks(before: Hearing, last: Reception, now: Reception, speaking: readonly number[]): number {
  const heard = now.seats.some((seat, i) => seat.energy > (last.seats[i]?.energy ?? 0));
  if (heard) return 0;
  return speaking.length > 0 ? before.mute + 1 : before.mute;
}

/** Reads a stats report. `places` says of each mid what comes on that line: a seat, or the screen. */
export function receptionOf(report: RTCStatsReport, places: ReadonlyMap<string, number | 'screen'>, seats: number): Reception {
  const entries = report as unknown as Map<string, Record<string, unknown>>;
  const found = Array.from({ length: seats }, () => ({ picture: 0, energy: 0 }));
  let screen = 0;
  for (const entry of entries.values()) {
    const place = entry.type === 'inbound-rtp' ? places.get(String(entry.mid)) : undefined;
    if (place === undefined) continue;
    const bytes = entry.kind === 'video' ? Number(entry.bytesReceived ?? 0) : 0;
    const seat = place === 'screen' ? undefined : found[place];
    if (seat) {
      seat.picture += bytes;
      seat.energy += Number(entry.totalAudioEnergy ?? 0);
    } else screen += bytes;
  }
  return { flow: flowOf(entries), seats: found, screen };
}
