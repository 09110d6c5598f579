import type { OwnState, Wanted } from '../../core/rtc/own-media';

/** What a tab keeps over a reload, so that nobody has to do the device check twice. Gone with the tab. */
export type Remembered = Wanted & { speaker?: string; checked?: string; keys?: boolean };

const key = 'kring.meeting';

export function remembered(): Remembered {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Remembered;
  } catch {
    return {};
  }
}

export function remember(change: Remembered): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...remembered(), ...change }));
  } catch {
    // A browser that keeps nothing only asks again.
  }
}

/** The own switches as they stand; a device that failed is not a choice. */
export function choices(own: OwnState): Wanted {
  const of = ({ on, chosen, problem }: OwnState['camera']) => ({ on: on || problem !== undefined, ...(chosen && { chosen }) });
  return { microphone: of(own.microphone), camera: of(own.camera), blur: own.blur === true || own.blur === 'coming' };
}
