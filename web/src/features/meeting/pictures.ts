import { createStore, type Store } from '../../core/store';
import type { Tile } from '../../core/wire';

/** The place of the shared screen beside the seats. */
export const SCREEN = -1;

export type Pictures = { tiles: Tile[]; screen: number };

/** A window that is dragged larger should not ask for every height on the way. */
const STEP = 90;
const SETTLE_MS = 200;

/** Heights by place, in device pixels and in steps; what is not visible is left out. */
export function picturesOf(heights: ReadonlyMap<number, number>): Pictures {
  const steps = [...heights].filter(([, height]) => height > 0).map(([place, height]) => ({ seat: place, height: Math.ceil(height / STEP) * STEP }));
  return {
    tiles: steps.filter((tile) => tile.seat !== SCREEN).sort((a, b) => a.seat - b.seat),
    screen: steps.find((tile) => tile.seat === SCREEN)?.height ?? 0,
  };
}

/** Which pictures the page wants: what is in view, or none at all when the person chose sound only. */
export class PictureWishes {
  readonly soundOnly: Store<boolean, boolean> = createStore((_, on: boolean) => on, false);
  private readonly tell: (pictures: Pictures) => boolean;
  private heights: ReadonlyMap<number, number> | undefined;
  private told = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (pictures: Pictures) => boolean) {
    this.tell = tell;
    this.soundOnly.subscribe(() => this.send());
  }

  /** What the page shows now; it is told once it has settled. */
  show(heights: ReadonlyMap<number, number>): void {
    this.heights = heights;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.send();
    }, SETTLE_MS);
  }

  /** Whether the page wants the picture of a place. */
  wants(place: number): boolean {
    return !this.soundOnly.get() && (this.heights?.get(place) ?? 0) > 0;
  }

  /** The server may have forgotten it. */
  again(): void {
    this.told = '';
    this.send();
  }

  /** The page shows nothing any more, and there is nobody to tell. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = this.heights = undefined;
  }

  private send(): void {
    if (!this.heights) return;
    const pictures = picturesOf(this.soundOnly.get() ? new Map() : this.heights);
    const told = JSON.stringify(pictures);
    if (told !== this.told && this.tell(pictures)) this.told = told;
  }
}
