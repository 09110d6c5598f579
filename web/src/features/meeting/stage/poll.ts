import { words } from '../../../core/i18n';
import type { Poll } from '../../../core/script';

export type Bar = { label: string; count: number; share: number; mine: boolean };

/** The result as bars, widest for most; undefined when it is not for this person (yet). */
export function bars({ options, counts, mine }: Pick<Poll, 'options' | 'counts' | 'mine'>): Bar[] | undefined {
  if (!counts) return undefined;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return options.map(({ id, label }, i) => {
    const count = counts[i] ?? 0;
    return { label: words(label), count, share: total > 0 ? count / total : 0, mine: mine?.includes(id) ?? false };
  });
}

/** A choice after a press: one at a time, or on and off. */
export function chosen(before: readonly string[], id: string, several: boolean): string[] {
  if (!several) return [id];
  return before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
}

/** The lines of a box as options: no empty ones, nothing twice. */
export function optionLines(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
}
