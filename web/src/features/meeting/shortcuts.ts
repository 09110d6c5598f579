/** What a single key does in a meeting. */
export type Shortcut = 'microphone' | 'camera' | 'hand' | 'chat' | 'more' | 'same' | 'help';

export const keys: Record<string, Shortcut> = { m: 'microphone', v: 'camera', h: 'hand', c: 'chat', r: 'more', k: 'same', '?': 'help' };

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'> & { target: EventTarget | null };

/** Which shortcut was meant; none while somebody types, chooses in a list, or has a dialog before her. */
export function shortcutOf(press: Press): Shortcut | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || typing(press.target)) return undefined;
  return keys[press.key.toLowerCase()];
}

/** Holding the space bar is speaking, unless the focus is on something that a space bar works. */
export function talks(press: Press): boolean {
  return press.key === ' ' && !press.ctrlKey && !press.metaKey && !press.altKey && !typing(press.target) && !works(press.target);
}

function typing(target: EventTarget | null): boolean {
  return closest(target, 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable], dialog');
}

function works(target: EventTarget | null): boolean {
  return closest(target, 'button, a, input, summary, video, [role="switch"]');
}

function closest(target: EventTarget | null, selector: string): boolean {
  const element = target as { closest?: (selector: string) => unknown } | null;
  return Boolean(element?.closest?.(selector));
}
