import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { desktop, useKring } from './harness';
import { button } from './meeting';
import { together, withVoice } from './scripted';

const kring = useKring();
let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kring-film-'));
  file = join(folder, 'adem.webm');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x180:r=10', '-t', '120', '-g', '10', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', file]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the film is on this page, as if it had been playing since the clock said 0: the same for all who are in step. */
const begun = (page: Page) => page.locator('.kring-film video').evaluate((video: HTMLVideoElement) => (video.paused ? Number.NaN : Date.now() / 1000 - video.currentTime));

/** Seconds between the first and the last screen. */
async function spread(pages: Page[]): Promise<number> {
  const at = await Promise.all(pages.map(begun));
  return Math.max(...at) - Math.min(...at);
}

const inStep = (pages: Page[]) => expect.poll(() => spread(pages), { timeout: 20_000, interval: 500 }).toBeLessThan(0.25);
const place = (page: Page) => page.locator('.kring-film video').evaluate((video: HTMLVideoElement) => video.currentTime);

it('a film is at the same moment for everybody, after a hop, for who comes late, and stilled', { timeout: 180_000 }, async () => {
  const samira = await kring.signIn('coordinator', undefined, { viewport: desktop });
  await samira.getByRole('link', { name: 'Wijkteam Centrum', exact: true }).first().click();
  await samira.getByRole('link', { name: 'Films' }).click();
  await samira.getByLabel('Titel van de film').fill('Adem rustig');
  await samira.getByLabel('Bestand').setInputFiles(file);
  await samira.getByRole('button', { name: 'Voeg toe' }).click();
  await samira.getByText('De film is klaar om te gebruiken.').waitFor();

  const { guide, people } = await together(kring, 'Anna', 'Bram');
  const [anna] = people as [Page];
  await button(guide, 'Volgende stap').click();
  await button(guide, 'Film').click();
  await guide.getByRole('dialog').getByRole('button', { name: 'Film starten' }).click();
  await inStep([guide, ...people]);
  await kring.axe(anna, 'film');
  expect(await button(anna, 'Stilzetten').count(), 'only who leads holds the reins').toBe(0);

  const before = await place(anna);
  await button(guide, '15 seconden verder').click();
  await expect.poll(() => place(anna)).toBeGreaterThan(before + 14);
  await inStep([guide, ...people]);

  await anna.reload();
  await button(anna, 'Deelnemen').click();
  await inStep([guide, ...people]);
  const again = await withVoice(kring, 'facilitator', 'Marieke', desktop); // Another window takes over.
  await button(again, 'Deelnemen').click();
  await inStep([again, ...people]);

  await button(again, 'Stilzetten').click();
  await expect.poll(async () => Math.abs((await place(again)) - (await place(anna)))).toBeLessThan(0.1);
  await button(again, 'Film weg').click();
  await anna.locator('.kring-film').waitFor({ state: 'detached' });
});
