import { CAMERA_SIZE } from './lines';
import { deviceProblem, type DeviceProblem } from './problem';

export type Kind = 'microphone' | 'camera';

/** One own device. `on` says whether others may hear or see it; a track can exist while `on` is false (microphone). */
export interface OwnDevice {
  on: boolean;
  track?: MediaStreamTrack;
  /** The device the person chose; without it the browser's own choice. */
  chosen?: string;
  problem?: DeviceProblem;
}

export interface OwnState {
  microphone: OwnDevice;
  camera: OwnDevice;
  /** The browser is asking the person for permission now. */
  asking: boolean;
  /** Everything that can be chosen; names are empty until permission is given. */
  devices: readonly MediaDeviceInfo[];
}

/** What is used of the browser, so that tests can stand in for it. */
export type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;
type Permission = (kind: Kind) => Promise<PermissionState | 'unknown'>;

/**
 * The person's own microphone and camera: asks for them, keeps what is left when one fails, and gives them back.
 * A camera that is off is released, so that its light goes out. A microphone that is off stays open but silent:
 * speaking again must work at once, also on phones that ask anew each time.
 */
export class OwnMedia {
  #state: OwnState = { microphone: { on: true }, camera: { on: true }, asking: false, devices: [] };
  readonly #listeners = new Set<() => void>();
  readonly #devices: Devices | undefined;
  readonly #permission: Permission;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(devices: Devices | undefined = navigator.mediaDevices, permission: Permission = browserPermission) {
    this.#devices = devices;
    this.#permission = permission;
    devices?.addEventListener('devicechange', this.#list);
  }

  get state(): OwnState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks once for all that is on. Ends when both are there or have their problem; never rejects. */
  ask(): Promise<void> {
    return this.#inOrder(async () => {
      const wanted = (['microphone', 'camera'] as const).filter((kind) => this.#state[kind].on && !this.#state[kind].track);
      if (wanted.length === 0) return;
      const error = await this.#open(wanted);
      if (error === undefined || wanted.length === 1) return;
      // One missing camera fails the question for both. Ask for each apart, unless that would only nag: a person who
      // waved the question away would get it twice more.
      for (const kind of wanted) {
        if (deviceProblem(error) === 'blocked' && (await this.#permission(kind)) === 'prompt') continue;
        await this.#open([kind]);
      }
    });
  }

  /** Turns one on or off. On without a track asks for the device; if that fails it is off and has a problem. */
  turn(kind: Kind, on: boolean): Promise<void> {
    // Silence may not wait for a question that is still open.
    if (!on && kind === 'microphone') this.#enable(false);
    return this.#inOrder(async () => {
      const device = this.#state[kind];
      if (!on && kind === 'camera') return this.#release(kind, { on: false });
      if (!on || device.track) return kind === 'microphone' ? this.#enable(on) : this.#change(kind, { on });
      await this.#open([kind]);
    });
  }

  /** Takes another device and opens it, if this kind is on. */
  choose(kind: Kind, deviceId: string): Promise<void> {
    return this.#inOrder(async () => {
      const { on } = this.#state[kind];
      this.#release(kind, { chosen: deviceId, problem: undefined });
      if (on) await this.#open([kind]);
    });
  }

  /** Gives both devices back for good. */
  stop(): void {
    this.#stopped = true;
    this.#devices?.removeEventListener('devicechange', this.#list);
    this.#release('microphone', { on: false });
    this.#release('camera', { on: false });
    this.#listeners.clear();
  }

  /** One thing at a time: a quick off-on-off must end as off. */
  #inOrder(step: () => Promise<void> | void): Promise<void> {
    this.#work = this.#work.then(() => (this.#stopped ? undefined : step()));
    return this.#work;
  }

  /** Opens the given kinds with one question. Returns the error, which is also noted as their problem. */
  async #open(kinds: readonly Kind[]): Promise<unknown> {
    if (!this.#devices) {
      for (const kind of kinds) this.#change(kind, { on: false, problem: 'unsupported' });
      return undefined;
    }
    this.#set({ asking: true });
    try {
      const stream = await this.#devices.getUserMedia({
        audio: kinds.includes('microphone') && { ...SPEECH, ...this.#exactly('microphone') },
        video: kinds.includes('camera') && { ...CAMERA_SIZE, facingMode: 'user', ...this.#exactly('camera') },
      });
      this.#keep(stream.getTracks());
      return undefined;
    } catch (error) {
      for (const kind of kinds) this.#change(kind, { on: false, problem: deviceProblem(error) });
      return error;
    } finally {
      this.#set({ asking: false });
      await this.#list();
    }
  }

  #exactly(kind: Kind): { deviceId?: ConstrainDOMString } {
    const { chosen } = this.#state[kind];
    return chosen ? { deviceId: { exact: chosen } } : {};
  }

  #keep(tracks: MediaStreamTrack[]): void {
    for (const track of tracks) {
      if (this.#stopped) {
        track.stop();
        continue;
      }
      const kind = track.kind === 'audio' ? 'microphone' : 'camera';
      // Fires when the device is pulled out or the permission is taken back, not on our own stop().
      track.addEventListener('ended', () => {
        if (this.#state[kind].track === track) this.#change(kind, { on: false, track: undefined, problem: 'missing' });
      });
      this.#change(kind, { on: true, track, problem: undefined });
    }
  }

  #enable(on: boolean): void {
    const { track } = this.#state.microphone;
    if (track) track.enabled = on;
    this.#change('microphone', { on: on && track !== undefined });
  }

  #release(kind: Kind, change: Partial<OwnDevice>): void {
    this.#state[kind].track?.stop();
    this.#change(kind, { ...change, track: undefined });
  }

  readonly #list = async (): Promise<void> => {
    const devices = await this.#devices?.enumerateDevices().catch(() => []);
    this.#set({ devices: devices ?? [] });
  };

  #change(kind: Kind, change: Partial<OwnDevice>): void {
    this.#set({ [kind]: { ...this.#state[kind], ...change } });
  }

  #set(change: Partial<OwnState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
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
