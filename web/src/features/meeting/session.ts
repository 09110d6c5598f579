import { LiveError, type Live } from '../../core/live';
import { MeetingMedia } from '../../core/rtc/meeting-media';
import { OwnMedia, type Kind } from '../../core/rtc/own-media';
import { createStore } from '../../core/store';
import type { ClientMessage } from '../../core/wire';
import { heard, mutedNow, newView, viewAfter, type View } from './view';

type Plain = Exclude<ClientMessage['type'], 'meeting.enter' | 'meeting.media' | 'rtc.offer' | `chat.${string}`>;
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A meeting message without the parts that the session knows itself. */
export type Wish = Without<Extract<ClientMessage, { type: Plain }>, 'meeting' | 'ref'>;

export type MeetingSession = {
  view: { get: () => View; subscribe: (listener: () => void) => () => void };
  own: OwnMedia;
  /** The device check is done: go to the waiting room. */
  checked: () => void;
  /** Connects sound and picture. Call it from a click. */
  join: () => void;
  /** Opens the meeting for everybody and joins it. */
  open: () => Promise<void>;
  leave: () => void;
  toggle: (kind: Kind) => Promise<void>;
  /** Sends a wish to the server; a refusal is shown in `view.refused`. */
  wish: (wish: Wish) => Promise<void>;
  stats: () => Promise<RTCStatsReport> | undefined;
  /** Gives everything back. Call it once, when the page goes. */
  close: () => void;
};

/** What a session needs; tests give their own. */
export type SessionParts = { live: Live; own: OwnMedia; checked: boolean; media?: (options: MediaOptions) => MeetingMedia };
type MediaOptions = ConstructorParameters<typeof MeetingMedia>[0];

/** The server is moving the meeting or asks for patience: ask again after this. */
const AGAIN_MS = 1_000;

/**
 * One person's visit to one meeting: ties the live socket, the own devices and the media connection to one view.
 * The page that makes it owns it.
 */
export function createSession(meeting: string, parts: SessionParts): MeetingSession {
  const { live, own } = parts;
  const store = createStore(viewAfter, newView(own.state, parts.checked));
  let media: MeetingMedia | undefined;
  let server = '';
  let restarted = false;
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const active = () => store.get().checked && !store.get().ending;
  const devices = () => ({ microphone: own.state.microphone.on, camera: own.state.camera.on });

  async function enter() {
    clearTimeout(timer);
    if (!active()) return;
    const now = devices();
    told = JSON.stringify(now);
    try {
      await live.ask({ type: 'meeting.enter', meeting, ...now });
      // Another server process knows nothing of our connection: join anew instead of waiting until it is found dead.
      if (restarted) media?.rejoin();
      restarted = false;
    } catch (error) {
      entryRefused(codeOf(error));
    }
  }

  function entryRefused(code: string) {
    if (code === 'meeting.closed') end('closed');
    else if (code === 'meeting.busy' || code === 'too-many') timer = setTimeout(() => void enter(), AGAIN_MS);
    else if (code !== 'offline') store.dispatch({ type: 'refused', code }); // offline: the next welcome enters again
  }

  function end(ending: View['ending'] & string) {
    store.dispatch({ type: 'ended', ending });
    stopMedia();
    own.stop();
  }

  function stopMedia() {
    media?.close();
    media = undefined;
  }

  /** Tells the room and the connection what our devices do now, when that changed. */
  function sync() {
    store.dispatch({ type: 'own', own: own.state });
    const { microphone, camera } = own.state;
    // Nothing at all is sent while the microphone is off: not even silence leaves the device.
    void media?.send('microphone', (microphone.on && microphone.track) || null);
    void media?.send('camera', (camera.on && camera.track) || null);
    const now = devices();
    if (!active() || !store.get().room || JSON.stringify(now) === told) return;
    if (live.send({ type: 'meeting.media', meeting, ...now })) told = JSON.stringify(now);
  }

  function join() {
    const { room } = store.get();
    if (!room || media) return;
    media = (parts.media ?? ((options) => new MeetingMedia(options)))({ seats: room.seatCount, offer });
    const joined = media;
    joined.subscribe(() => store.dispatch({ type: 'media', media: joined.view }));
    store.dispatch({ type: 'joined' });
    sync();
    void joined.start();
  }

  async function offer(sdp: string): Promise<string> {
    const answer = await live.ask({ type: 'rtc.offer', meeting, sdp });
    if (answer.type !== 'rtc.answer') throw new LiveError('meeting.media', `the offer got ${answer.type}`);
    return answer.sdp;
  }

  async function wish(wanted: Wish) {
    try {
      await live.ask({ ...wanted, meeting } as ClientMessage);
      store.dispatch({ type: 'refused', code: undefined });
    } catch (error) {
      store.dispatch({ type: 'refused', code: codeOf(error) });
    }
  }

  const stops = [
    live.onWelcome(() => void enter()),
    own.subscribe(sync),
    live.on({
      welcome: (message) => {
        restarted ||= server !== '' && server !== message.server;
        server = message.server;
      },
      'meeting.state': (room) => {
        if (room.meeting !== meeting || !active()) return;
        const muted = mutedNow(store.get().room, room);
        store.dispatch({ type: 'state', room });
        if (room.you.status !== 'seated') stopMedia();
        if (muted) void own.turn('microphone', false);
        else sync();
      },
      'meeting.speaking': (message) => {
        if (message.meeting === meeting) store.dispatch({ type: 'speaking', seats: message.seats });
      },
      'meeting.ended': (message) => {
        if (message.meeting === meeting && active()) end(message.reason);
      },
    }),
  ];

  return {
    view: store,
    own,
    checked() {
      store.dispatch({ type: 'checked' });
      void enter();
    },
    join,
    async open() {
      await wish({ type: 'meeting.open' });
      if (!store.get().refused) join();
    },
    leave() {
      live.send({ type: 'meeting.leave', meeting });
      end('left');
    },
    toggle(kind) {
      const on = kind === 'microphone' ? heard(store.get()) : own.state.camera.on;
      told = ''; // A person who was muted a second time may be on here and off there: always say it.
      return own.turn(kind, !on);
    },
    wish,
    stats: () => media?.stats(),
    close() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      if (active() && store.get().room) live.send({ type: 'meeting.leave', meeting });
      stopMedia();
      own.stop();
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof LiveError ? error.code : 'internal';
}
