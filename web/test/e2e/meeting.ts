import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { phone, type Kring } from './harness';

declare global {
  interface Window {
    /** Every connection that the page made, the present one last. */
    connections: RTCPeerConnection[];
  }
}

/** An address that stays the same over a restart: a node knows by it that an open meeting was its own. */
export async function ownAddress(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return `127.0.0.1:${port}`;
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const circle = (page: Page) => page.getByRole('list', { name: 'Deelnemers in de kring' });
export const seatOf = (page: Page, alias: string): Locator => circle(page).getByRole('listitem', { name: alias, exact: true });

/** The demo's meeting that can be joined now. */
export async function joinable(page: Page): Promise<string> {
  const today = await page.evaluate(() => fetch('/api/today').then((response) => response.json()));
  const meeting = (today.meetings as { id: string; joinable: boolean }[]).find((one) => one.joinable);
  if (!meeting) throw new Error('the demo has no meeting that can be joined now');
  return `/bijeenkomst/${meeting.id}`;
}

/** Runs in a page before its own scripts: keeps its connections in view of the test. */
export function countConnections(): void {
  const Real = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** Signed in and at the device check, with the page's connections in view of the test. */
export async function atTheCheck(
  kring: Kring, role: string, alias: string, options: BrowserContextOptions = { viewport: phone }, prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const page = await kring.signIn(role, alias, options);
  await prepare?.(page);
  await page.addInitScript(countConnections);
  await page.goto(await joinable(page));
  await button(page, 'Verder naar de wachtkamer').waitFor();
  return page;
}

export async function atTheDoor(
  kring: Kring, role: string, alias: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const page = await atTheCheck(kring, role, alias, options, prepare);
  await button(page, 'Verder naar de wachtkamer').click();
  return page;
}

/** A meeting that is open, with these participants in the circle. */
export async function inTheCircle(kring: Kring, ...aliases: string[]): Promise<{ guide: Page; members: Page[] }> {
  const guide = await atTheDoor(kring, 'facilitator', 'Marieke', {});
  const open = button(guide, 'Bijeenkomst openen');
  const join = button(guide, 'Deelnemen');
  await open.or(join).click(); // The meeting of an earlier test may still be open.
  const members: Page[] = [];
  for (const alias of aliases) {
    const page = await atTheDoor(kring, 'participant', alias);
    await comeIn(page, guide, alias);
    members.push(page);
  }
  return { guide, members };
}

/** From the waiting room into the circle. Who had a seat before needs no admission. */
export async function comeIn(page: Page, guide: Page, alias: string): Promise<void> {
  const ready = button(page, 'Deelnemen');
  const waits = page.getByRole('heading', { name: 'U bent in de wachtkamer' });
  await ready.or(waits).waitFor();
  if (await waits.isVisible()) await button(guide, `${alias} toelaten`).click();
  await ready.click();
}

/** What has come in from a seat since the connection was made. */
export type Received = { frames: number; energy: number; seconds: number };

export function received(page: Page, alias: string): Promise<Received> {
  return circle(page).evaluate(async (list, name) => {
    const places = [...list.children];
    const seat = places.findIndex((place) => document.getElementById(place.getAttribute('aria-labelledby') ?? '')?.textContent === name);
    const lines = window.connections.at(-1)?.getTransceivers().slice(4 + 2 * seat, 6 + 2 * seat) ?? [];
    const sum = { frames: 0, energy: 0, seconds: 0 };
    for (const { receiver } of lines) {
      for (const entry of (await receiver.getStats()).values()) {
        if (entry.type !== 'inbound-rtp') continue;
        sum.frames += entry.framesDecoded ?? 0;
        sum.energy += entry.totalAudioEnergy ?? 0;
        sum.seconds += entry.totalSamplesDuration ?? 0;
      }
    }
    return sum;
  }, alias);
}

export const patience = { timeout: 20_000, interval: 300 };

/** New pictures of this person arrive. */
export async function sees(page: Page, alias: string): Promise<void> {
  await grows(page, alias, 'frames', 5);
}

/** Sound of this person arrives. */
export async function hears(page: Page, alias: string): Promise<void> {
  await grows(page, alias, 'energy', 0.001);
}

/** Counts on from zero when the page made a new connection meanwhile. */
async function grows(page: Page, alias: string, what: 'frames' | 'energy', by: number): Promise<void> {
  let from = (await received(page, alias))[what];
  await expect
    .poll(async () => {
      const now = (await received(page, alias))[what];
      from = Math.min(from, now);
      return now - from;
    }, patience)
    .toBeGreaterThan(by);
}

/** A whole second of this person's line is played, and there is nothing in it. */
export async function hearsNothingOf(page: Page, alias: string): Promise<void> {
  let from = await received(page, alias);
  await expect
    .poll(async () => {
      const now = await received(page, alias);
      if (now.seconds - from.seconds < 1) return 'too early to say';
      const energy = now.energy - from.energy;
      from = now;
      return energy < 1e-6 ? 'silence' : `energy ${energy}`;
    }, patience)
    .toBe('silence');
}

/** No new pictures of this person for a second. */
export async function seesNothingOf(page: Page, alias: string): Promise<void> {
  let from = await received(page, alias);
  await expect
    .poll(async () => {
      const now = await received(page, alias);
      const frames = now.frames - from.frames;
      from = now;
      return frames;
    }, { timeout: 20_000, interval: 1_000 })
    .toBe(0);
}

export const pressed = (page: Page, name: string) => button(page, name).getAttribute('aria-pressed');

/** What comes in of the shared screen, over a second. */
export async function screenOf(page: Page): Promise<{ picture: boolean; sound: boolean }> {
  const look = () => page.evaluate(async () => {
    const lines = window.connections.at(-1)?.getTransceivers().slice(-2) ?? [];
    const sum = { frames: 0, packets: 0 };
    for (const { receiver } of lines) {
      for (const entry of (await receiver.getStats()).values()) {
        if (entry.type !== 'inbound-rtp') continue;
        sum.frames += entry.framesDecoded ?? 0;
        if (entry.kind === 'audio') sum.packets += entry.packetsReceived;
      }
    }
    return sum;
  });
  const before = await look();
  await page.waitForTimeout(1_000);
  const now = await look();
  return { picture: now.frames > before.frames, sound: now.packets > before.packets };
}

/** Bytes of pictures that have come in since the connection was made. */
export function bytesOfPictures(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let bytes = 0;
    for (const entry of ((await window.connections.at(-1)?.getStats()) ?? new Map()).values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') bytes += entry.bytesReceived;
    }
    return bytes;
  });
}

/** A port number that is free now, for UDP and TCP. */
export async function freePort(): Promise<number> {
  return Number((await ownAddress()).split(':')[1]);
}
