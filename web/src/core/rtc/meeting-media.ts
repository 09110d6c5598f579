import { CAMERA_ENCODINGS, plannedLines, preferVP8, type Line } from './lines';
import { newLink, nextLink, type Link, type LinkEvent } from './link';

export type MediaOptions = {
  /** Seats of the meeting, own seat included. */
  seats: number;
  /** Takes an offer to the server and resolves to its answer (rtc.offer, rtc.answer). Rejects when refused or not sent. */
  offer: (sdp: string) => Promise<string>;
  /** ICE servers, when the server names any. */
  iceServers?: RTCIceServer[];
  /** Makes the connection; tests stand in here for the browser. */
  connect?: (configuration: RTCConfiguration) => RTCPeerConnection;
};

/** What a page shows. A new object on every change. */
export interface MediaView {
  link: Link;
  /** Sound and picture of seat i, together in one stream so that lips stay in sync. New streams after a rejoin. */
  seats: readonly MediaStream[];
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
  private own: { microphone: MediaStreamTrack | null; camera: MediaStreamTrack | null } = { microphone: null, camera: null };
  private timer: ReturnType<typeof setTimeout> | undefined;

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
    return this.join();
  }

  /** Sends this track from now on, or nothing for null. No renegotiation, so nobody hears or sees a glitch. */
  async send(kind: 'microphone' | 'camera', track: MediaStreamTrack | null): Promise<void> {
    this.own = { ...this.own, [kind]: track };
    await this.sender(kind)?.replaceTrack(track);
  }

  /** Makes sure of the connection after the way to the server was lost: an ICE restart, or joining afresh if needed. */
  refresh(): void {
    this.apply('network-changed');
  }

  /** Numbers of the connection, for the words about its quality. Undefined while there is none. */
  stats(): Promise<RTCStatsReport> | undefined {
    return this.peer?.getStats();
  }

  /** Ends for good. The own tracks belong to OwnMedia and are left as they are. */
  close(): void {
    this.apply('close');
    window.removeEventListener('online', this.networkChanged);
    networkInformation()?.removeEventListener('change', this.networkChanged);
    this.peer?.close();
    this.peer = undefined;
    this.listeners.clear();
  }

  private readonly networkChanged = (): void => this.apply('network-changed');

  private async join(): Promise<void> {
    this.peer?.close();
    const connect = this.options.connect ?? ((configuration) => new RTCPeerConnection(configuration));
    const peer = connect({ bundlePolicy: 'max-bundle', iceServers: this.options.iceServers ?? [] });
    this.peer = peer;
    peer.addEventListener('connectionstatechange', () => {
      if (peer !== this.peer) return;
      const event = EVENTS[peer.connectionState];
      if (event) this.apply(event);
    });
    const transceivers = this.lines.map((line) => addLine(peer, line));
    this.set({ seats: seatStreams(this.lines, transceivers, this.options.seats) });
    await Promise.all([this.send('microphone', this.own.microphone), this.send('camera', this.own.camera)]);
    await this.negotiate(peer, {});
  }

  /** One offer, one answer. A failure on either side becomes an event; an outdated connection is left alone. */
  private async negotiate(peer: RTCPeerConnection, options: RTCOfferOptions): Promise<void> {
    try {
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

  private sender(kind: 'microphone' | 'camera'): RTCRtpSender | undefined {
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
  if (line.of !== 'camera') return peer.addTransceiver(line.kind, { direction: line.direction });
  const camera = peer.addTransceiver('video', { direction: 'sendonly', sendEncodings: CAMERA_ENCODINGS });
  const codecs = globalThis.RTCRtpSender?.getCapabilities('video')?.codecs;
  if (codecs) camera.setCodecPreferences(preferVP8(codecs));
  return camera;
}

function seatStreams(lines: Line[], transceivers: RTCRtpTransceiver[], seats: number): MediaStream[] {
  const streams = Array.from({ length: seats }, () => new MediaStream());
  lines.forEach((line, i) => {
    const track = transceivers[i]?.receiver.track;
    if (line.of === 'seat' && track) streams[line.seat]?.addTrack(track);
  });
  return streams;
}

/** The id in the o= line, which stays the same through ICE restarts (RFC 8866 section 5.2). */
function sessionOf(sdp: string): string | undefined {
  return /^o=\S+ (\d+) /m.exec(sdp)?.[1];
}

/** Chromium only; elsewhere `online` and the connection's own state tell the same a little later. */
function networkInformation(): EventTarget | undefined {
  return (navigator as Navigator & { connection?: EventTarget }).connection;
}
