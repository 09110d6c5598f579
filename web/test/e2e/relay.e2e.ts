import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { Authority } from './authority';
import { desktop, useKring, type Kring } from './harness';
import { atTheCheck, button, comeIn, hears, sees } from './meeting';

/** A network that lets out nothing but this: TCP, or what looks like a secure page. */
type Way = 'turn over tcp' | 'turns';

/** Call it before the page makes its connection. */
function onlyThrough(way: Way): void {
  const passes = (url: string) => (way === 'turns' ? url.startsWith('turns:') : /^turn:.*transport=tcp$/.test(url));
  const limit = (given: RTCConfiguration = {}): RTCConfiguration => ({
    ...given,
    iceTransportPolicy: 'relay',
    iceServers: (given.iceServers ?? []).map((server) => ({ ...server, urls: [server.urls].flat().filter(passes) })),
  });
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(limit(configuration));
    }
    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration(limit(configuration));
    }
  };
}

async function atTheDoorThrough(way: Way, kring: Kring, role: string, alias: string): Promise<Page> {
  const page = await atTheCheck(kring, role, alias);
  await page.evaluate(onlyThrough, way);
  await button(page, 'Verder naar de wachtkamer').click();
  return page;
}

/** How the page reaches the relay that its media goes through: tcp or tls. */
function wayOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const report = (await window.connections.at(-1)?.getStats()) ?? new Map();
    for (const entry of report.values()) {
      if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
      const local = report.get(report.get(entry.selectedCandidatePairId).localCandidateId);
      return `${local.candidateType} ${local.relayProtocol}`;
    }
    return 'nothing chosen';
  });
}

function meetThrough(way: Way, kring: Kring, protocol: string): void {
  test(`a meeting of two, both with only ${way}`, async () => {
    const guide = await atTheDoorThrough(way, kring, 'facilitator', 'Marieke');
    await guide.setViewportSize(desktop); // who waits is in the column there
    await button(guide, 'Bijeenkomst openen').or(button(guide, 'Deelnemen')).click();
    const anna = await atTheDoorThrough(way, kring, 'participant', 'Anna');
    await comeIn(anna, guide, 'Anna');
    await Promise.all([sees(guide, 'Anna'), sees(anna, 'Marieke'), hears(guide, 'Anna'), hears(anna, 'Marieke')]);
    expect(await wayOf(guide)).toBe(`relay ${protocol}`);
    expect(await wayOf(anna)).toBe(`relay ${protocol}`);
  });
}

describe('a network without UDP', () => {
  meetThrough('turn over tcp', useKring(), 'tcp');
});

describe('a network with port 443 alone', () => {
  const authority = new Authority();
  afterAll(() => authority.remove());
  meetThrough('turns', useKring(authority.env, authority.browser), 'tls');
});
