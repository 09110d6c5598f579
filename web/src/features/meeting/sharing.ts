import type { Sent } from '../../core/rtc/meeting-media';
import type { OwnScreen } from '../../core/rtc/own-screen';
import { createStore, type Store } from '../../core/store';
import type { MeetingState } from '../../core/wire';

export type SharingParts = {
  choose: () => Promise<OwnScreen | undefined>;
  /** Asks for the screen place, or gives it back; false when refused. */
  tell: (on: boolean) => Promise<boolean>;
  send: (kind: Sent, track: MediaStreamTrack | null) => void;
};

/** The person's own shared screen: from the choice in the browser until it is stopped, here, there or by somebody else. */
export class Sharing {
  /** Whether this page shares a screen now. */
  readonly on: Store<boolean, boolean> = createStore((_, on: boolean) => on, false);
  private readonly parts: SharingParts;
  private screen: OwnScreen | undefined;
  private asking = false;

  constructor(parts: SharingParts) {
    this.parts = parts;
  }

  async start(): Promise<void> {
    if (this.asking || this.screen) return;
    this.asking = true;
    const screen = await this.parts.choose();
    if (screen && (await this.parts.tell(true))) this.show(screen);
    else if (screen) stop(screen);
    this.asking = false;
  }

  /** Stops and gives the screen place back. */
  stop(): void {
    if (!this.screen) return;
    this.end();
    void this.parts.tell(false);
  }

  /** What the server says decides: somebody may have taken over, or it may have begun anew. */
  follow({ screen: owner = '', you }: MeetingState): void {
    if (this.asking) return;
    if (owner === you.id && !this.screen) void this.parts.tell(false); // Of this page before it was loaded again.
    else if (owner === '' && this.screen) void this.claim();
    else if (owner !== you.id) this.end();
  }

  /** Stops without a word: the place is somebody else's, or the meeting is over. */
  end(): void {
    const { screen } = this;
    if (!screen) return;
    this.screen = undefined;
    this.parts.send('screen', null);
    this.parts.send('screen-sound', null);
    stop(screen);
    this.on.dispatch(false);
  }

  private show(screen: OwnScreen): void {
    this.screen = screen;
    // The browser has its own button to stop, and a window can be closed.
    screen.picture.addEventListener('ended', () => {
      if (this.screen === screen) this.stop();
    });
    this.parts.send('screen', screen.picture);
    this.parts.send('screen-sound', screen.sound);
    this.on.dispatch(true);
    if (screen.picture.readyState === 'ended') this.stop();
  }

  private async claim(): Promise<void> {
    this.asking = true;
    if (!(await this.parts.tell(true))) this.end();
    this.asking = false;
  }
}

function stop({ picture, sound }: OwnScreen): void {
  picture.stop();
  sound?.stop();
}
