// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shortcutOf, talks } from './shortcuts';

function press(key: string, on = 'body', more: Partial<KeyboardEvent> = {}) {
  document.body.innerHTML = '<input id="text"><input id="radio" type="radio"><textarea id="area"></textarea><button id="button"></button><dialog open><p id="dialog"></p></dialog>';
  const target = on === 'body' ? document.body : document.getElementById(on);
  return { key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, target, ...more };
}

test('a key is a shortcut in small and capital, and wherever nobody types', () => {
  expect([shortcutOf(press('m')), shortcutOf(press('V')), shortcutOf(press('?')), shortcutOf(press('h', 'button')), shortcutOf(press('c', 'radio'))])
    .toEqual(['microphone', 'camera', 'help', 'hand', 'chat']);
});

test('while somebody types, holds another key or has a dialog open, nothing happens', () => {
  expect([press('m', 'text'), press('m', 'area'), press('m', 'dialog'), press('m', 'body', { ctrlKey: true }), press('m', 'body', { repeat: true }), press('x')].map(shortcutOf))
    .toEqual(Array(6).fill(undefined));
});

test('the space bar talks, unless it works something', () => {
  expect(talks(press(' '))).toBe(true);
  expect([press(' ', 'button'), press(' ', 'text'), press(' ', 'radio'), press('m')].map(talks)).toEqual([false, false, false, false]);
});
