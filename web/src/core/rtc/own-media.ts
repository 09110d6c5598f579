import { blurBackground, canBlur } from './blur';
import { CAMERA_SIZE } from './lines';
import { deviceProblem, type DeviceProblem } from './problem';
import { pageVeil, type Veil, type Veiled } from './veil';

export type Kind = 'microphone' | 'camera';

/** One own device. `on` says whether others may hear or see it; a track can exist while `on` is false (microphone). */
export interface OwnDevice {
  on: boolean;
  track?: MediaStreamTrack;
  /** What the camera itself gives, while `track` is the blurred picture made of it. */
  raw?: MediaStreamTrack;
  /** The device the person chose; without it the browser's own choice. */
  chosen?: string;
  problem?: DeviceProblem;
}

export interface OwnState {
  microphone: OwnDevice;
  camera: OwnDevice;
  /** The person wants what is behind her blurred: by the camera where that can, else in this page. */
  blur: boolean | 'coming' | 'failed';
  /** The browser is asking the person for permission now. */
  asking: boolean;
  /** Everything that can be chosen; names are empty until permission is given. */
  devices: readonly MediaDeviceInfo[];
}

/** What is used of the browser, so that tests can stand in for it. */
export type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;
/** How the person wants to begin, for example as before the page was loaded again. */
export type Wanted = Partial<Record<Kind, Pick<OwnDevice, 'on' | 'chosen'>>> & { blur?: boolean };
type Permission = (kind: Kind) => Promise<PermissionState | 'unknown'>;

/**
 * The person's own microphone and camera: asks for them, keeps what is left when one fails, and gives them back.
 * A camera that is off is released, so that its light goes out. A microphone that is off stays open but silent:
 * speaking again must work at once, also on phones that ask anew each time.
 */
export class OwnMedia {
  private now: OwnState;
  private readonly listeners = new Set<() => void>();
  private readonly browser: Devices | undefined;
  private readonly permission: Permission;
  private readonly veil: Veil;
  private veiled: Veiled | undefined;
  private work: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    wanted: Wanted = {},
    devices: Devices | undefined = navigator.mediaDevices,
    permission: Permission = browserPermission,
    veil: Veil = pageVeil,
  ) {
    this.now = { microphone: { on: true, ...wanted.microphone }, camera: { on: true, ...wanted.camera }, blur: wanted.blur ?? false, asking: false, devices: [] };
    this.browser = devices;
    this.permission = permission;
    this.veil = veil;
    devices?.addEventListener('devicechange', this.list);
  }

  get state(): OwnState {
    return this.now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks once for all that is on. Ends when both are there or have their problem; never rejects. */
  ask(): Promise<void> {
    return this.inOrder(async () => {
      const wanted = (['microphone', 'camera'] as const).filter((kind) => this.now[kind].on && !this.now[kind].track && !this.now[kind].raw);
      if (wanted.length === 0) return;
      const problem = await this.open(wanted);
      if (!problem) return;
      // One missing camera fails the question for both. Ask for each apart, unless that would only nag: a person who
      // waved the question away would get it twice more.
      for (const kind of wanted) {
        const nags = problem === 'blocked' && (await this.permission(kind)) === 'prompt';
        if (wanted.length === 1 || nags) this.change(kind, { on: false, problem });
        else await this.openOne(kind);
      }
    });
  }

  /** Turns one on or off. On without a track asks for the device; if that fails it is off and has a problem. */
  turn(kind: Kind, on: boolean): Promise<void> {
    // Silence may not wait for a question that is still open.
    if (!on && kind === 'microphone') this.enable(false);
    return this.inOrder(async () => {
      const device = this.now[kind];
      if (!on && kind === 'camera') return this.release(kind, { on: false });
      if (!on || device.track || device.raw) return kind === 'microphone' ? this.enable(on) : this.change(kind, { on });
      await this.openOne(kind);
    });
  }

  /** Takes another device and opens it, if this kind is on. */
  choose(kind: Kind, deviceId: string): Promise<void> {
    return this.inOrder(async () => {
      const { on } = this.now[kind];
      this.release(kind, { chosen: deviceId, problem: undefined });
      if (on) await this.openOne(kind);
    });
  }

  get canBlur(): boolean {
    const { track, raw = track } = this.now.camera;
    return raw !== undefined && (canBlur(raw) || this.veil.able());
  }

  /** Blurs what is behind the person, or shows it again. When that cannot be done, nothing else changes. */
  blur(on: boolean): Promise<void> {
    return this.inOrder(async () => {
      const { track, raw = track } = this.now.camera;
      if (!raw) return;
      if (canBlur(raw)) return blurBackground(raw, on).then(() => this.set({ blur: on }), () => this.set({ blur: 'failed' }));
      if (!this.veil.able() || on === (this.veiled !== undefined || this.now.blur === 'coming')) return;
      this.lift();
      this.set({ blur: on && 'coming' });
      this.change('camera', on ? { track: undefined, raw } : { track: raw, raw: undefined });
      // The first time its parts have to come: the microphone does not wait for them, and nobody sees a picture until then.
      if (on) void this.veil.over(raw).then((veiled) => this.put(raw, veiled), () => this.put(raw));
    });
  }

  /** Shows the blurred picture, or none at all; unless the camera was turned off or the person changed her mind meanwhile. */
  private put(raw: MediaStreamTrack, veiled?: Veiled): Promise<void> {
    return this.inOrder(() => {
      if (this.now.camera.raw !== raw || this.now.blur !== 'coming') return veiled?.lift();
      this.veiled = veiled;
      this.set({ blur: veiled ? true : 'failed' });
      if (veiled) this.change('camera', { track: veiled.track });
      else this.release('camera', { on: false });
    });
  }

  private lift(): void {
    this.veiled?.lift();
    this.veiled = undefined;
  }

  /** Gives both devices back for good. */
  stop(): void {
    this.stopped = true;
    this.listeners.clear();
    this.browser?.removeEventListener('devicechange', this.list);
    this.release('microphone', { on: false });
    this.release('camera', { on: false });
  }

  /** One thing at a time: a quick off-on-off must end as off. */
  private inOrder(step: () => Promise<void> | void): Promise<void> {
    this.work = this.work.then(() => (this.stopped ? undefined : step()));
    return this.work;
  }

  private async openOne(kind: Kind): Promise<void> {
    const problem = await this.open([kind]);
    if (problem) this.change(kind, { on: false, problem });
  }

  /** Opens the given kinds with one question, and returns what was wrong, if anything. */
  private async open(kinds: readonly Kind[]): Promise<DeviceProblem | undefined> {
    if (!this.browser) return 'unsupported';
    this.set({ asking: true });
    try {
      const stream = await this.browser.getUserMedia({
        audio: kinds.includes('microphone') && { ...SPEECH, ...this.preferred('microphone') },
        video: kinds.includes('camera') && { ...CAMERA_SIZE, facingMode: 'user', ...this.preferred('camera') },
      });
      await this.keep(stream.getTracks());
      return undefined;
    } catch (error) {
      return deviceProblem(error);
    } finally {
      this.set({ asking: false });
      await this.list();
    }
  }

  /** A device that is gone since it was chosen is no reason to have none. */
  private preferred(kind: Kind): { deviceId?: ConstrainDOMString } {
    const { chosen } = this.now[kind];
    return chosen ? { deviceId: { ideal: chosen } } : {};
  }

  private async keep(tracks: MediaStreamTrack[]): Promise<void> {
    for (const track of tracks) {
      if (this.stopped) {
        track.stop();
        continue;
      }
      const kind = track.kind === 'audio' ? 'microphone' : 'camera';
      // Fires when the device is pulled out or the permission is taken back, not on our own stop().
      track.addEventListener('ended', () => {
        const { track: used, raw = used } = this.now[kind];
        if (raw !== track) return;
        if (kind === 'camera') this.lift();
        this.change(kind, { on: false, track: undefined, raw: undefined, problem: 'missing' });
      });
      // Before anybody gets it. What cannot be blurred stays off: only the next press shows what is behind the person.
      const given = kind === 'camera' && this.now.blur === true ? await this.blurred(track) : { track };
      if (given && !this.stopped) {
        this.change(kind, { on: true, ...given, problem: undefined });
        continue;
      }
      track.stop();
      this.lift();
      this.set({ blur: 'failed' });
      this.change(kind, { on: false });
    }
  }

  private async blurred(camera: MediaStreamTrack): Promise<Pick<OwnDevice, 'track' | 'raw'> | undefined> {
    if (canBlur(camera)) return blurBackground(camera, true).then(() => ({ track: camera }), () => undefined);
    if (!this.veil.able()) return undefined;
    this.veiled = await this.veil.over(camera).catch(() => undefined);
    return this.veiled && { track: this.veiled.track, raw: camera };
  }

  private enable(on: boolean): void {
    const { track } = this.now.microphone;
    if (track) track.enabled = on;
    this.change('microphone', { on: on && track !== undefined });
  }

  private release(kind: Kind, change: Partial<OwnDevice>): void {
    if (kind === 'camera') this.lift();
    this.now[kind].track?.stop();
    this.now[kind].raw?.stop();
    this.change(kind, { ...change, track: undefined, raw: undefined });
  }

  private readonly list = async (): Promise<void> => {
    const devices = await this.browser?.enumerateDevices().catch(() => []);
    this.set({ devices: devices ?? [] });
  };

  private change(kind: Kind, change: Partial<OwnDevice>): void {
    this.set({ [kind]: { ...this.now[kind], ...change } });
  }

  private set(change: Partial<OwnState>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

const SPEECH = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

async function browserPermission(kind: Kind): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state;
  } catch {
    return 'unknown'; // Firefox and older Safari do not know these names.
  }
}
