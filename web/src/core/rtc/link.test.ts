import { expect, test } from 'vitest';
import { newLink, nextLink, type Link, type LinkEvent } from './link';

const after = (...events: LinkEvent[]): Link => events.reduce(nextLink, newLink);

test('an answer and then media is a connection, with nothing left to do', () => {
  expect(after('answered', 'up')).toEqual({ state: 'connected', tries: 0 });
});

test('a hiccup is waited out and then repaired in time for two seconds', () => {
  const link = after('up', 'shaky');
  expect(link.state).toBe('unsteady');
  expect(link.todo?.action).toBe('restart');
  expect(link.todo?.afterMs).toBeLessThan(2_000);
  expect(nextLink(link, 'up').todo).toBeUndefined();
});

test('another network is repaired at once, but not in the middle of joining', () => {
  expect(after('up', 'network-changed').todo).toEqual({ action: 'restart', afterMs: 0 });
  expect(after('network-changed')).toBe(newLink);
});

test('silence is repaired at once, and only where media flowed', () => {
  expect(after('up', 'silent')).toEqual({ state: 'unsteady', tries: 0, todo: { action: 'restart', afterMs: 0 } });
  expect(after('silent')).toBe(newLink);
});

test('when the repair does not help, it joins afresh, ever more patiently but never slower than 8 seconds', () => {
  let link = after('up', 'down');
  expect(link.todo).toEqual({ action: 'restart', afterMs: 0 });
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    link = nextLink(link, 'down');
    expect(link.todo?.action).toBe('rejoin');
    waits.push(link.todo?.afterMs ?? -1);
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.max(...waits)).toBe(8_000);
  expect(nextLink(link, 'up')).toEqual({ state: 'connected', tries: 0 });
});

test('a refused offer joins afresh: the server no longer knows the old connection', () => {
  expect(after('up', 'network-changed', 'refused').todo?.action).toBe('rejoin');
});

test('after a restart of the server the wait of earlier tries does not count', () => {
  expect(after('up', 'down', 'down', 'down', 'forgotten')).toEqual({ state: 'restoring', tries: 0, todo: { action: 'rejoin', afterMs: 0 } });
});

test('an answer after which nothing flows is not waited for without end', () => {
  expect(after('answered').todo).toEqual({ action: 'rejoin', afterMs: 12_000 });
});

test('a closed connection stays closed', () => {
  for (const event of ['up', 'down', 'refused', 'network-changed'] as const) {
    expect(after('up', 'close', event)).toEqual({ state: 'closed', tries: 0 });
  }
});
