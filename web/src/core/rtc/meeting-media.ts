import { CAMERA_ENCODINGS, plannedLines, preferVP8, SCREEN_ENCODINGS, type Line } from './lines';
import { newLink, nextLink, type Link, type LinkEvent } from './link';
import { receptionOf, type Reception } from './reception';
import { bytesIn, LOOK_MS, newSilence, nextSilence } from './silence';

/** What a person sends, each on its own line. */
export type Sent = 'microphone' | 'camera' | 'screen' | 'screen-sound';

export type MediaOptions = {
  /** Seats of the meeting, own seat included. */
  seats: number;
  /** Takes an offer to the server and resolves to its answer (rtc.offer, rtc.answer). Rejects when refused or not sent. */
  offer: (sdp: string) => Promise<string>;
  /** Ways around a network that holds media back; asked before every offer, and never rejects. */
  relays?: () => Promise<RTCIceServer[]>;
  /** Makes the connection; tests stand in here for the browser. */
  connect?: (configuration: RTCConfiguration) => RTCPeerConnection;
};

/** What a page shows. A new object on every change. */
export interface MediaView {
  link: Link;
  /** Sound and picture of seat i, together in one stream so that lips stay in sync. New streams after a rejoin. */
  seats: readonly MediaStream[];
  /** Picture and sound of the shared screen; missing until the connection is made. */
  screen?: MediaStream;
}

/**
 * The media of one meeting: one peer connection, one offer in the fixed order of lines, one answer. People come and go,
 * cameras go on and off, without a second offer; only a repair (ICE restart, or joining afresh) makes another.
 * Owner: the page that made it, which calls `close` when it goes.
 */
export class MeetingMedia {
  private readonly options: MediaOptions;
  private readonly lines: Line[];
  private readonly listeners = new Set<() => void>();
  private now: MediaView = { link: newLink, seats: [] };
  private peer: RTCPeerConnection | undefined;
  private own: Partial<Record<Sent, MediaStreamTrack | null>> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private listening: ReturnType<typeof setInterval> | undefined;
  private silence = newSilence;

  constructor(options: MediaOptions) {
    this.options = options;
    this.lines = plannedLines(options.seats);
  }

  get view(): MediaView {
    return this.now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Connects. The outcome and every later trouble is in `view.link`; it never rejects. */
  start(): Promise<void> {
    window.addEventListener('online', this.networkChanged);
    networkInformation()?.addEventListener('change', this.networkChanged);
    this.listening = setInterval(() => void this.listen(), LOOK_MS); // ends in close
    return this.join();
  }

  /** Sends this track from now on, or nothing for null. No renegotiation, so nobody hears or sees a glitch. */
  async send(kind: Sent, track: MediaStreamTrack | null): Promise<void> {
    this.own = { ...this.own, [kind]: track };
    await this.sender(kind)?.replaceTrack(track);
  }

  /** Makes sure of the connection after the way to the server was lost: an ICE restart, or joining afresh if needed. */
  refresh(): void {
    this.apply('network-changed');
  }

  /** What has come in on each line, for the words about it. Undefined while there is no connection. */
  async reception(): Promise<Reception | undefined> {
    const { peer } = this;
    const report = await peer?.getStats();
    return peer && report && receptionOf(report, placesOf(this.lines, peer.getTransceivers()), this.options.seats);
  }

  /** Ends for good. The own tracks belong to OwnMedia and are left as they are. */
  close(): void {
    this.apply('close');
    window.removeEventListener('online', this.networkChanged);
    networkInformation()?.removeEventListener('change', this.networkChanged);
    clearInterval(this.listening);
    this.peer?.close();
    this.peer = undefined;
    this.listeners.clear();
  }

  private readonly networkChanged = (): void => this.apply('network-changed');

  private async listen(): Promise<void> {
    const { peer } = this;
    if (!peer || this.now.link.state !== 'connected') return;
    const report = await peer.getStats();
    if (peer !== this.peer) return;
    this.silence = nextSilence(this.silence, bytesIn(report));
    if (this.silence.fell) this.apply('silent');
  }

  private async join(): Promise<void> {
    this.peer?.close();
    this.silence = newSilence;
    const connect = this.options.connect ?? ((configuration) => new RTCPeerConnection(configuration));
    const peer = connect({ bundlePolicy: 'max-bundle' });
    this.peer = peer;
    peer.addEventListener('connectionstatechange', () => {
      if (peer !== this.peer) return;
      const event = EVENTS[peer.connectionState];
      if (event) this.apply(event);
    });
    const transceivers = this.lines.map((line) => addLine(peer, line));
    this.set(streams(this.lines, transceivers, this.options.seats));
    await Promise.all(Object.entries(this.own).map(([kind, track]) => this.send(kind as Sent, track)));
    await this.negotiate(peer, {});
  }

  /** One offer, one answer. A failure on either side becomes an event; an outdated connection is left alone. */
  private async negotiate(peer: RTCPeerConnection, options: RTCOfferOptions): Promise<void> {
    try {
      const iceServers = await this.options.relays?.();
      if (iceServers) peer.setConfiguration({ ...peer.getConfiguration(), iceServers });
      await peer.setLocalDescription(await peer.createOffer(options));
      const sdp = await this.options.offer(peer.localDescription?.sdp ?? '');
      if (peer !== this.peer) return;
      // Another server process answers a restart too, but as its own new connection, and nothing would ever flow.
      const before = peer.remoteDescription?.sdp;
      if (before && sessionOf(before) !== sessionOf(sdp)) return this.apply('forgotten');
      await peer.setRemoteDescription({ type: 'answer', sdp });
    } catch {
      if (peer === this.peer) this.apply('refused');
      return;
    }
    // A restart can succeed without the browser ever leaving "connected", and then no event follows.
    this.apply(peer.connectionState === 'connected' ? 'up' : 'answered');
  }

  private sender(kind: Sent): RTCRtpSender | undefined {
    const index = this.lines.findIndex((line) => line.of === kind);
    return this.peer?.getTransceivers()[index]?.sender;
  }

  private apply(event: LinkEvent): void {
    const link = nextLink(this.now.link, event);
    if (link === this.now.link) return;
    clearTimeout(this.timer);
    const { todo } = link;
    if (todo) this.timer = setTimeout(() => void this.repair(todo.action), todo.afterMs);
    this.set({ link });
  }

  private async repair(action: 'restart' | 'rejoin'): Promise<void> {
    const peer = this.peer;
    if (action === 'rejoin' || !peer || peer.signalingState !== 'stable') return this.join();
    await this.negotiate(peer, { iceRestart: true });
  }

  private set(change: Partial<MediaView>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

const EVENTS: Partial<Record<RTCPeerConnectionState, LinkEvent>> = { connected: 'up', disconnected: 'shaky', failed: 'down' };

function addLine(peer: RTCPeerConnection, line: Line): RTCRtpTransceiver {
  if (line.of !== 'camera' && line.of !== 'screen') return peer.addTransceiver(line.kind, { direction: line.direction });
  const sendEncodings = line.of === 'camera' ? CAMERA_ENCODINGS : SCREEN_ENCODINGS;
  const picture = peer.addTransceiver('video', { direction: 'sendonly', sendEncodings });
  const codecs = globalThis.RTCRtpSender?.getCapabilities('video')?.codecs;
  if (codecs) picture.setCodecPreferences(preferVP8(codecs));
  return picture;
}

function streams(lines: Line[], transceivers: RTCRtpTransceiver[], count: number): Pick<MediaView, 'seats' | 'screen'> {
  const seats = Array.from({ length: count }, () => new MediaStream());
  const screen = new MediaStream();
  lines.forEach((line, i) => {
    const track = transceivers[i]?.receiver.track;
    if (!track) return;
    if (line.of === 'seat') seats[line.seat]?.addTrack(track);
    if (line.of === 'shared-screen') screen.addTrack(track);
  });
  return { seats, screen };
}

function placesOf(lines: Line[], transceivers: RTCRtpTransceiver[]): Map<string, number | 'screen'> {
  const places = new Map<string, number | 'screen'>();
  lines.forEach((line, i) => {
    const mid = transceivers[i]?.mid;
    if (mid && line.of === 'seat') places.set(mid, line.seat);
    if (mid && line.of === 'shared-screen') places.set(mid, 'screen');
  });
  return places;
}

/** The id in the o= line, which stays the same through ICE restarts (RFC 8866 section 5.2). */
function sessionOf(sdp: string): string | undefined {
  return /^o=\S+ (\d+) /m.exec(sdp)?.[1];
}

/** Chromium only; elsewhere `online` and the connection's own state tell the same a little later. */
function networkInformation(): EventTarget | undefined {
  return (navigator as Navigator & { connection?: EventTarget }).connection;
}
