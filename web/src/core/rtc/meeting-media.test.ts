// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MeetingMedia } from './meeting-media';

/** A peer connection without a network: the test says how it goes. */
class FakePeer extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  localDescription?: { sdp: string };
  remoteDescription?: { sdp: string };
  closed = false;
  offers: RTCOfferOptions[] = [];
  configurations: RTCConfiguration[] = [];
  lines: { kind: string; direction?: string; sent: unknown; receiver: { track: object } }[] = [];

  addTransceiver(kind: string, init: RTCRtpTransceiverInit) {
    const line = { kind, direction: init.direction, sent: null as unknown, receiver: { track: {} }, setCodecPreferences() {} };
    this.lines.push(line);
    return line;
  }
  getTransceivers() {
    return this.lines.map((line) => ({ sender: { replaceTrack: async (track: unknown) => (line.sent = track) } }));
  }
  getConfiguration(): RTCConfiguration {
    return { bundlePolicy: 'max-bundle' };
  }
  setConfiguration(configuration: RTCConfiguration) {
    this.configurations.push(configuration);
  }
  async createOffer(options: RTCOfferOptions) {
    this.offers.push(options);
    return { sdp: `offer ${this.offers.length}` };
  }
  async setLocalDescription(description: { sdp: string }) {
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
  }
  async setRemoteDescription(description: { sdp: string }) {
    this.remoteDescription = description;
    this.signalingState = 'stable';
  }
  close() {
    this.closed = true;
  }
  goes(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

class FakeStream {
  tracks: object[] = [];
  addTrack(track: object) {
    this.tracks.push(track);
  }
}

let peers: FakePeer[];
let answers: (sdp: string) => Promise<string>;
let media: MeetingMedia;
let relays: (() => Promise<RTCIceServer[]>) | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', FakeStream);
  peers = [];
  relays = undefined;
  answers = async () => 'answer';
  media = new MeetingMedia({
    seats: 2,
    offer: (sdp) => answers(sdp),
    relays: async () => (await relays?.()) ?? [],
    connect: () => {
      const peer = new FakePeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
  });
});

afterEach(() => {
  media.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const latest = () => peers.at(-1) as FakePeer;

test('one offer joins, and the page sees a stream of sound and picture per seat', async () => {
  await media.start();
  latest().goes('connected');
  expect(media.view.link.state).toBe('connected');
  expect(latest().offers).toEqual([{}]);
  const streams = media.view.seats as unknown as FakeStream[];
  expect(streams.map((stream) => stream.tracks)).toEqual([
    [latest().lines[4]?.receiver.track, latest().lines[5]?.receiver.track],
    [latest().lines[6]?.receiver.track, latest().lines[7]?.receiver.track],
  ]);
});

test('a connection knows the relays of the moment before each of its offers', async () => {
  let n = 0;
  relays = async () => [{ urls: `turn:${++n}` }];
  await media.start();
  expect(latest().configurations).toEqual([{ bundlePolicy: 'max-bundle', iceServers: [{ urls: 'turn:1' }] }]);
  latest().goes('connected');
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().configurations.at(-1)?.iceServers).toEqual([{ urls: 'turn:2' }]);
  expect(latest().offers).toHaveLength(2);
});

test('camera off and on again changes the track and makes no second offer', async () => {
  const camera = {} as MediaStreamTrack;
  await media.send('camera', camera);
  await media.start();
  expect(latest().lines[1]?.sent).toBe(camera);
  await media.send('camera', null);
  expect(latest().lines[1]?.sent).toBe(null);
  expect(latest().offers).toHaveLength(1);
});

test('another network restarts on the same connection', async () => {
  await media.start();
  latest().goes('connected');
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().offers).toEqual([{}, { iceRestart: true }]);
  expect(peers).toHaveLength(1);
  expect(media.view.link.state).toBe('connected');
});

test('a server that forgot the connection is joined afresh, with the same tracks', async () => {
  const microphone = {} as MediaStreamTrack;
  await media.send('microphone', microphone);
  await media.start();
  latest().goes('connected');
  answers = async () => Promise.reject(new Error('unknown'));
  latest().goes('failed');
  await vi.advanceTimersByTimeAsync(0);
  answers = async () => 'answer';
  await vi.advanceTimersByTimeAsync(2_000);
  expect(peers).toHaveLength(2);
  expect(peers[0]?.closed).toBe(true);
  expect(latest().lines[0]?.sent).toBe(microphone);
  latest().goes('connected');
  expect(media.view.link).toEqual({ state: 'connected', tries: 0 });
});

test('a restart that another server process answers is given up for a new connection', async () => {
  answers = async () => 'o=- 71 1 IN IP4 0.0.0.0';
  await media.start();
  latest().goes('connected');
  answers = async () => 'o=- 71 2 IN IP4 0.0.0.0';
  media.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(peers).toHaveLength(1);
  answers = async () => 'o=- 99 1 IN IP4 0.0.0.0';
  media.refresh();
  await vi.advanceTimersByTimeAsync(10);
  expect(peers).toHaveLength(2);
  expect(latest().offers).toEqual([{}]);
});

test('after closing nothing is tried any more', async () => {
  await media.start();
  latest().goes('connected');
  latest().goes('disconnected');
  media.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(peers).toHaveLength(1);
  expect(peers[0]?.offers).toHaveLength(1);
});
