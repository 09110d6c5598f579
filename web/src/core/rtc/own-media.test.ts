// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { OwnMedia, type Devices, type Wanted } from './own-media';
import type { Veil, Veiled } from './veil';

class Track extends EventTarget {
  /** Only a camera that can has it. */
  blurred: boolean | undefined;
  refuses = false;
  enabled = true;
  stopped = false;
  readonly kind: 'audio' | 'video';
  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }
  stop() {
    this.stopped = true;
  }
  getCapabilities() {
    return this.blurred === undefined ? {} : { backgroundBlur: [true, false] };
  }
  getSettings() {
    return { backgroundBlur: this.blurred };
  }
  async applyConstraints({ advanced }: { advanced: { backgroundBlur: boolean }[] }) {
    if (!this.refuses) this.blurred = advanced[0]?.backgroundBlur;
  }
}

/** Stands in for the browser: `fails` names the error per kind, `asked` counts the questions a person sees. */
class FakeDevices extends EventTarget {
  fails: { audio?: string; video?: string } = {};
  asked: string[] = [];
  tracks: Track[] = [];
  blurs = false;
  refuses = false;
  async getUserMedia(constraints: MediaStreamConstraints) {
    const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]);
    this.asked.push(kinds.join('+'));
    const error = kinds.map((kind) => this.fails[kind]).find(Boolean);
    if (error) throw new DOMException('no', error);
    const tracks = kinds.map((kind) => Object.assign(new Track(kind), { blurred: kind === 'video' && this.blurs ? false : undefined, refuses: this.refuses }));
    this.tracks.push(...tracks);
    return { getTracks: () => tracks } as unknown as MediaStream;
  }
  async enumerateDevices() {
    return [];
  }
}

let browser: FakeDevices;
const open = (permission: PermissionState | 'unknown' = 'denied') =>
  new OwnMedia({}, browser as unknown as Devices, async () => permission);

beforeEach(() => {
  browser = new FakeDevices();
});

test('one question for both, and both are on', async () => {
  const own = open();
  await own.ask();
  expect(browser.asked).toEqual(['audio+video']);
  expect(own.state.microphone).toMatchObject({ on: true, problem: undefined });
  expect(own.state.camera).toMatchObject({ on: true, problem: undefined });
});

test('without a camera the microphone still works, and the camera says why', async () => {
  browser.fails.video = 'NotFoundError';
  const own = open();
  await own.ask();
  expect(own.state.microphone.on).toBe(true);
  expect(own.state.camera).toMatchObject({ on: false, problem: 'missing' });
});

test('who waves the question away is not asked again and again', async () => {
  browser.fails = { audio: 'NotAllowedError', video: 'NotAllowedError' };
  const own = open('prompt');
  await own.ask();
  expect(browser.asked).toEqual(['audio+video']);
  expect(own.state.camera.problem).toBe('blocked');
});

test('a camera in use elsewhere can be tried again later', async () => {
  browser.fails.video = 'NotReadableError';
  const own = open();
  await own.ask();
  expect(own.state.camera.problem).toBe('busy');
  browser.fails = {};
  await own.turn('camera', true);
  expect(own.state.camera).toMatchObject({ on: true, problem: undefined });
});

test('who begins with the camera off is not asked for it', async () => {
  const own = new OwnMedia({ camera: { on: false } }, browser as unknown as Devices, async () => 'granted');
  await own.ask();
  expect(browser.asked).toEqual(['audio']);
  expect(own.state.camera).toEqual({ on: false });
});

test('camera off gives the camera back; microphone off is silent but stays open', async () => {
  const own = open();
  await own.ask();
  await own.turn('camera', false);
  await own.turn('microphone', false);
  const [sound, picture] = browser.tracks;
  expect(picture?.stopped).toBe(true);
  expect(own.state.camera).toMatchObject({ on: false, track: undefined });
  expect(sound).toMatchObject({ enabled: false, stopped: false });
});

test('the microphone is silent at once, even while a question is still open', async () => {
  const own = open();
  await own.ask();
  void own.turn('camera', false);
  void own.turn('camera', true);
  void own.turn('microphone', false);
  expect(browser.tracks[0]?.enabled).toBe(false);
});

test('a quick off-on-off ends as off', async () => {
  const own = open();
  await own.ask();
  await Promise.all([own.turn('camera', false), own.turn('camera', true), own.turn('camera', false)]);
  expect(own.state.camera.on).toBe(false);
  expect(browser.tracks.filter((track) => track.kind === 'video' && !track.stopped)).toEqual([]);
});

test('a pulled-out camera is told as missing', async () => {
  const own = open();
  await own.ask();
  browser.tracks[1]?.dispatchEvent(new Event('ended'));
  expect(own.state.camera).toMatchObject({ on: false, problem: 'missing' });
});

test('leaving gives everything back, also a camera that arrives too late', async () => {
  const own = open();
  const asking = own.ask();
  await Promise.resolve();
  own.stop();
  await asking;
  expect(browser.tracks.every((track) => track.stopped)).toBe(true);
});

test('a browser without media says so', async () => {
  const own = new OwnMedia({}, undefined, async () => 'unknown');
  await own.turn('camera', true);
  expect(own.state.camera.problem).toBe('unsupported');
});

test('a camera that can blurs on request, and from its first picture when it is opened again', async () => {
  browser.blurs = true;
  const own = open();
  await own.ask();
  await own.blur(true);
  expect(browser.tracks.at(-1)?.blurred).toBe(true);
  await own.turn('camera', false);
  await own.turn('camera', true);
  expect(browser.tracks.at(-1)?.blurred).toBe(true);
  await own.blur(false);
  expect(own.state.blur).toBe(false);
  expect(browser.tracks.at(-1)?.blurred).toBe(false);
});

test('a camera that cannot blur, or refuses, is never said to do so', async () => {
  const own = open();
  await own.ask();
  await own.blur(true);
  expect(own.state.blur).toBe(false);
  browser.blurs = browser.refuses = true;
  await own.turn('camera', false);
  await own.turn('camera', true);
  await own.blur(true);
  expect(own.state.blur).toBe('failed');
});

test('a camera that no longer blurs what should be blurred stays off', async () => {
  browser.blurs = true;
  const own = open();
  await own.ask();
  await own.blur(true);
  await own.turn('camera', false);
  browser.refuses = true;
  await own.turn('camera', true);
  expect(own.state.camera).toMatchObject({ on: false, track: undefined });
  await own.turn('camera', true);
  expect(own.state.camera.on).toBe(true);
  expect(own.state.blur).toBe('failed');
});

/** Stands in for what blurs in the page; `make` gives the blurred track, or fails. */
class FakeVeil implements Veil {
  lifted = 0;
  blurred = new Track('video');
  make: (() => void) | undefined;
  fails = false;
  able() {
    return true;
  }
  over() {
    return new Promise<Veiled>((resolve, reject) => {
      this.make = () => (this.fails ? reject(new Error('no')) : resolve({ track: this.blurred as unknown as MediaStreamTrack, lift: () => this.lifted++ }));
    });
  }
}

async function behindAVeil(wanted: Wanted = {}) {
  const veil = new FakeVeil();
  const own = new OwnMedia(wanted, browser as unknown as Devices, async () => 'denied', veil);
  return { veil, own };
}
const turned = () => new Promise((resolve) => setTimeout(resolve));

test('a page blurs for a camera that cannot: others get that picture as soon as it is there, and the camera itself again afterwards', async () => {
  const { veil, own } = await behindAVeil();
  await own.ask();
  const raw = own.state.camera.track;
  await own.blur(true);
  expect(own.state, 'nobody sees a picture until it is blurred').toMatchObject({ blur: 'coming', camera: { on: true, track: undefined, raw } });
  await own.turn('microphone', false); // waits for nothing
  veil.make?.();
  await turned();
  expect(own.state).toMatchObject({ blur: true, camera: { on: true, track: veil.blurred, raw } });
  await own.blur(false);
  expect(own.state).toMatchObject({ blur: false, camera: { on: true, track: raw, raw: undefined } });
  expect(veil.lifted).toBe(1);
});

test('a page that cannot blur either says so; only the next press shows what is behind the person', async () => {
  const { veil, own } = await behindAVeil();
  veil.fails = true;
  await own.ask();
  await own.blur(true);
  veil.make?.();
  await turned();
  expect(own.state).toMatchObject({ blur: 'failed', camera: { on: false, track: undefined } });
  await own.turn('camera', true);
  expect(own.state).toMatchObject({ blur: 'failed', camera: { on: true, track: browser.tracks.at(-1) } });
});

test('a blurred picture that comes after the camera was turned off is nobody\'s', async () => {
  const { veil, own } = await behindAVeil();
  await own.ask();
  await own.blur(true);
  await own.turn('camera', false);
  veil.make?.();
  await turned();
  expect(veil.lifted).toBe(1);
  expect(own.state.camera).toMatchObject({ on: false, track: undefined });
});

test.each([false, true])('who was blurred before is never seen unblurred: it fails: %s', async (fails) => {
  const { veil, own } = await behindAVeil({ blur: true });
  veil.fails = fails;
  const seen = new Set<unknown>();
  own.subscribe(() => seen.add(own.state.camera.track));
  const asking = own.ask();
  await turned();
  veil.make?.();
  await asking;
  expect(own.state).toMatchObject(fails ? { blur: 'failed', camera: { on: false } } : { blur: true, camera: { on: true, track: veil.blurred } });
  expect([...seen].filter(Boolean)).toEqual(fails ? [] : [veil.blurred]);
  expect(browser.tracks.find(({ kind }) => kind === 'video')?.stopped).toBe(fails);
  await own.turn('camera', false);
  expect(browser.tracks.find(({ kind }) => kind === 'video')?.stopped, 'its light goes out').toBe(true);
});
