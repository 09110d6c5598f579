/** The size of all letters, for who reads with difficulty; kept in this browser. */
export const textSizes = ['normal', 'large', 'larger'] as const;
export type TextSize = (typeof textSizes)[number];

const key = 'kring.text';

export function textSize(): TextSize {
  try {
    const kept = localStorage.getItem(key);
    return textSizes.find((size) => size === kept) ?? 'normal';
  } catch {
    return 'normal';
  }
}

export function setTextSize(size: TextSize): void {
  document.documentElement.dataset.text = size;
  try {
    localStorage.setItem(key, size);
  } catch {
    // A browser that keeps nothing shows it until the page closes.
  }
}
