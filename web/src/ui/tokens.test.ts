import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'css/tokens.css'), 'utf8');
const colours = new Map([...css.matchAll(/--basis-color-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(colours.get(a) ?? '#ffffff'), luminance(colours.get(b) ?? '#ffffff')];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const kinds = [...new Set([...colours.keys()].map((name) => name.split(/-(?:bg|color|border)-/)[0] ?? ''))];
const of = (kind: string, part: string) => [...colours.keys()].filter((name) => name.startsWith(`${kind}-${part}-`));

it.each(kinds)('the words of %s can be read on each of its grounds (4.5 : 1)', (kind) => {
  for (const ground of of(kind, 'bg')) {
    const strong = ['action-1', 'negative'].includes(kind) && !ground.includes('subtle');
    const words = of(kind, 'color').filter((name) => name.includes('inverse') === strong);
    expect(words.length, ground).toBeGreaterThan(0);
    for (const word of words) expect(contrast(word, ground), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

it('words in the colour of an action or a warning can be read on the page and on a card', () => {
  for (const word of ['action-1-color-default', 'negative-color-default']) {
    for (const ground of ['default-bg-document', 'default-bg-default', 'default-bg-subtle', 'accent-1-bg-subtle']) {
      expect(contrast(word, ground), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast('default-color-subtle', 'accent-1-bg-subtle')).toBeGreaterThanOrEqual(4.5);
});

it('the edge of a field and a strong button stand out (3 : 1)', () => {
  for (const ground of ['default-bg-document', 'default-bg-default', 'accent-1-bg-subtle']) {
    for (const edge of ['default-border-control', 'action-1-bg-default', 'negative-bg-default']) {
      expect(contrast(edge, ground), `${edge} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  }
});
