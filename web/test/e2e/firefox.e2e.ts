import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cameIn, launchFirefox, press } from './firefox';
import { desktop, useKring } from './harness';
import { atTheDoor, button, countConnections, hears, joinable, ownAddress, patience, sees } from './meeting';

const kring = useKring({ KRING_LISTEN: await ownAddress() });
let firefox: Browser;
beforeAll(async () => {
  firefox = await launchFirefox();
});
afterAll(() => firefox.close());

it('Firefox joins, sees and hears, and is seen and heard by Chromium', { timeout: 150_000 }, async () => {
  const guide = await atTheDoor(kring, 'facilitator', 'Marieke', { viewport: desktop });
  await button(guide, 'Bijeenkomst openen').click();
  const anna = kring.server.people.find((one) => one.role === 'participant' && one.alias === 'Anna');
  if (!anna) throw new Error('the demo has no Anna');

  const page = await firefox.newPage();
  await page.goto(anna.url);
  await press(page, 'Inloggen');
  await page.locator('::-p-aria([name="Vandaag"][role="heading"])').wait();
  await page.evaluateOnNewDocument(countConnections);
  await page.goto(new URL(await joinable(guide), kring.server.url).href);
  await press(page, 'Verder naar de wachtkamer');
  await button(guide, 'Anna toelaten').click();
  await press(page, 'Deelnemen');

  await sees(guide, 'Anna');
  await hears(guide, 'Anna');
  let before = await cameIn(page);
  await expect.poll(async () => (await cameIn(page)).frames - before.frames, patience).toBeGreaterThan(5);
  before = await cameIn(page);
  await expect.poll(async () => (await cameIn(page)).packets - before.packets, patience).toBeGreaterThan(5);
});
