/**
 * How the media connection is doing, and what to try next. Pure: `MeetingMedia` feeds it events and carries out `todo`.
 * A hiccup is waited out for a moment, then repaired by an ICE restart, and when that does not help by joining afresh.
 */
export interface Link {
  state: 'joining' | 'connected' | 'unsteady' | 'restoring' | 'closed';
  /** Failed repairs since it last worked. */
  tries: number;
  /** What to do after `afterMs`, unless another event comes first. */
  todo?: { action: 'restart' | 'rejoin'; afterMs: number };
}

export type LinkEvent =
  | 'up' // media flows
  | 'silent' // nothing comes any more where something did; the browser has not noticed yet
  | 'shaky' // packets stopped, the browser still looks for a way
  | 'down' // the browser gave up on the present way
  | 'network-changed' // other Wi-Fi, or from Wi-Fi to mobile
  | 'answered' // the server answered an offer
  | 'refused' // the server refused or did not get the offer
  | 'forgotten' // another server process, which never knew this connection
  | 'close';

export const newLink: Link = { state: 'joining', tries: 0 };

/** A short stop is often over within this; MEET-12 wants the repair to be done within two seconds of a network change. */
const HICCUP_MS = 1_500;
/** Answered, but no media after this: something on the way holds back packets, so begin anew. */
const SILENT_MS = 12_000;
const LONGEST_WAIT_MS = 8_000;

export function nextLink(link: Link, event: LinkEvent): Link {
  if (link.state === 'closed') return link;
  switch (event) {
    case 'up':
      return { state: 'connected', tries: 0 };
    case 'shaky':
      return link.state === 'connected' ? { ...link, state: 'unsteady', todo: { action: 'restart', afterMs: HICCUP_MS } } : link;
    case 'silent':
      return link.state === 'connected' ? { ...link, state: 'unsteady', todo: { action: 'restart', afterMs: 0 } } : link;
    case 'network-changed':
      return link.state === 'joining' ? link : { ...link, state: 'restoring', todo: { action: 'restart', afterMs: 0 } };
    case 'down':
      return failed(link, link.tries === 0 ? 'restart' : 'rejoin');
    case 'refused':
      return failed(link, 'rejoin');
    case 'forgotten':
      return { state: 'restoring', tries: 0, todo: { action: 'rejoin', afterMs: 0 } };
    case 'answered':
      return { ...link, todo: { action: 'rejoin', afterMs: SILENT_MS } };
    case 'close':
      return { state: 'closed', tries: 0 };
  }
}

function failed(link: Link, action: 'restart' | 'rejoin'): Link {
  const afterMs = link.tries === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 500 * 2 ** link.tries);
  const state = link.state === 'joining' ? 'joining' : 'restoring';
  return { state, tries: link.tries + 1, todo: { action, afterMs } };
}
