import { LiveError, type Live } from '../../core/live';
import { MeetingMedia, type MediaOptions } from '../../core/rtc/meeting-media';
import type { Kind, OwnMedia } from '../../core/rtc/own-media';
import { Relays } from '../../core/rtc/relays';
import { chooseScreen } from '../../core/rtc/own-screen';
import type { Reception } from '../../core/rtc/reception';
import { createStore, type Store } from '../../core/store';
import type { ClientMessage, MeetingState } from '../../core/wire';
import { PictureWishes } from './pictures';
import { Sharing } from './sharing';
import { heard, mutedNow, newView, viewAfter, type Ending, type View, type ViewEvent } from './view';

type Own = 'rtc.servers' | 'rtc.offer' | 'meeting.enter' | 'meeting.leave' | 'meeting.media';
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A meeting message without the parts that the session knows itself. */
export type Wish = Without<Exclude<Extract<ClientMessage, { meeting: string }>, { type: Own }>, 'meeting' | 'ref'>;

export type SessionParts = {
  live: Live;
  own: OwnMedia;
  /** The device check was done before, for example before the page was loaded again. */
  checked: boolean;
  /** A chat meeting: no camera, no microphone, no connection for them. */
  silent?: boolean;
  /** In one room with others, in a hybrid meeting. */
  room?: boolean;
  /** Makes the connection; tests give their own. */
  media?: (options: MediaOptions) => MeetingMedia;
};

/** The server is moving the meeting or asks for patience: ask again after this. */
const againAfter = 1_000;

/**
 * One person's visit to one meeting: ties the live socket, the own devices and the media connection to one view.
 * The page that makes it owns it and closes it.
 */
export class MeetingSession {
  readonly view: Store<View, ViewEvent>;
  readonly own: OwnMedia;
  readonly sharing: Sharing;
  readonly pictures: PictureWishes;
  private readonly meeting: string;
  private readonly live: Live;
  private readonly makeMedia: (options: MediaOptions) => MeetingMedia;
  private readonly silent: boolean;
  private readonly room: boolean;
  private readonly stops: (() => void)[];
  private media: MeetingMedia | undefined;
  private readonly relays: Relays;
  /** What the room last heard about our devices. */
  private told = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(meeting: string, { live, own, checked, silent = false, room = false, media }: SessionParts) {
    this.meeting = meeting;
    this.live = live;
    this.own = own;
    this.silent = silent;
    this.room = room;
    this.makeMedia = media ?? ((options) => new MeetingMedia(options));
    this.relays = new Relays(() => live.ask({ type: 'rtc.servers', meeting }));
    this.view = createStore(viewAfter, newView(own.state, checked || silent));
    this.pictures = new PictureWishes((wanted) => this.active() && live.send({ type: 'meeting.view', meeting, ...wanted }));
    this.sharing = new Sharing({
      choose: chooseScreen,
      tell: (on) => this.wish({ type: 'meeting.screen', on }),
      send: (kind, track) => void this.media?.send(kind, track),
    });
    this.stops = [own.subscribe(() => this.sync()), this.listen(), live.onWelcome(() => void this.enter())];
  }

  /** The device check is done: go to the waiting room. */
  checked(): void {
    this.view.dispatch({ type: 'checked' });
    void this.enter();
  }

  /** Connects sound and picture. Call it from a click: browsers play no sound before one. */
  join(): void {
    const { room } = this.view.get();
    if (!room || this.media) return;
    if (this.silent) return this.view.dispatch({ type: 'joined' });
    const media = this.makeMedia({ seats: room.seatCount, offer: (sdp) => this.offer(sdp), relays: () => this.relays.get() });
    this.media = media;
    media.subscribe(() => this.view.dispatch({ type: 'media', media: media.view }));
    this.view.dispatch({ type: 'joined' });
    this.sync();
    void media.start();
  }

  /** Opens the meeting for everybody and joins it. */
  async open(): Promise<void> {
    if (await this.wish({ type: 'meeting.open' })) this.join();
  }

  leave(): void {
    this.live.send({ type: 'meeting.leave', meeting: this.meeting });
    this.end('left');
  }

  toggle(kind: Kind): Promise<void> {
    const on = kind === 'microphone' ? heard(this.view.get()) : this.own.state.camera.on;
    this.told = ''; // Muted twice in a row we may be on here and off there: always say it.
    return this.own.turn(kind, !on);
  }

  /** Sends a wish to the server and tells whether it was done; a refusal is shown in the view. */
  async wish(wanted: Wish): Promise<boolean> {
    try {
      await this.live.ask({ ...wanted, meeting: this.meeting } as ClientMessage);
      this.view.dispatch({ type: 'refused', code: undefined });
      return true;
    } catch (error) {
      this.view.dispatch({ type: 'refused', code: codeOf(error) });
      return false;
    }
  }

  /** What has come in on each line; undefined while there is no connection. */
  async reception(): Promise<Reception | undefined> {
    return this.media?.reception();
  }

  /** Gives everything back. A seat that we had is kept while there is room. */
  close(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
    if (this.active() && this.view.get().room) this.live.send({ type: 'meeting.leave', meeting: this.meeting });
    this.stopMedia();
    this.own.stop();
  }

  private active(): boolean {
    const { checked, ending } = this.view.get();
    return checked && !ending;
  }

  private devices() {
    return { microphone: this.own.state.microphone.on, camera: this.own.state.camera.on };
  }

  private listen(): () => void {
    const ours = (message: { meeting: string }) => message.meeting === this.meeting && this.active();
    return this.live.on({
      'meeting.state': (room) => {
        if (ours(room)) this.show(room);
      },
      'meeting.care': (care) => {
        if (ours(care)) this.view.dispatch({ type: 'care', care });
      },
      'meeting.speaking': (message) => {
        if (ours(message)) this.view.dispatch({ type: 'speaking', seats: message.seats });
      },
      'meeting.reaction': (message) => {
        if (ours(message)) this.view.dispatch({ type: 'reaction', id: message.id, kind: message.kind });
      },
      'meeting.ended': (message) => {
        if (ours(message)) this.end(message.reason);
      },
    });
  }

  private show(room: MeetingState): void {
    const muted = mutedNow(this.view.get().room, room);
    this.view.dispatch({ type: 'state', room, at: Date.now() });
    if (room.you.status !== 'seated') this.stopMedia();
    else this.sharing.follow(room);
    if (room.you.status === 'seated' && !this.silent) this.relays.prepare();
    else this.relays.forget();
    if (muted) void this.own.turn('microphone', false);
    else this.sync();
  }

  private async enter(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.active()) return;
    const { media } = this;
    const devices = this.devices();
    this.told = JSON.stringify(devices);
    this.relays.forget(); // Another server knows nothing of them.
    try {
      await this.live.ask({ type: 'meeting.enter', meeting: this.meeting, ...devices, ...(this.room && { room: true }) });
      this.pictures.again();
      media?.refresh(); // The socket was lost: media may have been too, or the server began anew.
    } catch (error) {
      this.entryRefused(codeOf(error));
    }
  }

  private entryRefused(code: string): void {
    if (code === 'meeting.closed') return this.end(this.view.get().room ? 'closed' : 'over');
    if (code === 'offline') return; // The next welcome enters again.
    if (code === 'not-found') return this.view.dispatch({ type: 'refused', code });
    this.timer = setTimeout(() => void this.enter(), againAfter);
  }

  private end(ending: Ending): void {
    this.view.dispatch({ type: 'ended', ending });
    this.stopMedia();
    this.own.stop();
  }

  private stopMedia(): void {
    this.sharing.end();
    this.media?.close();
    this.media = undefined;
  }

  /** Tells the connection and the room what our devices do now. */
  private sync(): void {
    this.view.dispatch({ type: 'own', own: this.own.state });
    const { microphone, camera } = this.own.state;
    // Nothing at all is sent while the microphone is off: not even silence leaves the device.
    void this.media?.send('microphone', (microphone.on && microphone.track) || null);
    void this.media?.send('camera', (camera.on && camera.track) || null);
    const devices = this.devices();
    if (!this.active() || !this.view.get().room || JSON.stringify(devices) === this.told) return;
    if (this.live.send({ type: 'meeting.media', meeting: this.meeting, ...devices })) this.told = JSON.stringify(devices);
  }

  private async offer(sdp: string): Promise<string> {
    return (await this.live.ask({ type: 'rtc.offer', meeting: this.meeting, sdp })).sdp;
  }
}

function codeOf(error: unknown): string {
  return error instanceof LiveError ? error.code : 'internal';
}
