import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { desktop, phone, useKring } from './harness';
import { atTheCheck, atTheDoor, button, inTheCircle, seatOf } from './meeting';

const kring = useKring();
const docs = join(import.meta.dirname, '../../../docs');
mkdirSync(docs, { recursive: true });

/** The same moment on a phone (390 px) and on a desktop (1280 px). */
async function picture(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(docs, `${name}-${size}.png`), animations: 'disabled' });
  }
}

it('takes the pages between meetings', async () => {
  const start = await kring.visit('/');
  await start.getByRole('link', { name: 'Kies Anna' }).waitFor();
  await picture(start, 'start');
  await start.getByRole('button', { name: 'Hulp nu' }).click();
  await picture(start, 'help');

  const anna = await kring.signIn('participant', 'Anna');
  await anna.getByRole('heading', { name: 'Huiswerk' }).waitFor();
  await picture(anna, 'today');
  await anna.getByRole('link', { name: /^Chat van/ }).click();
  await anna.getByText('Tot de volgende keer').waitFor();
  await picture(anna, 'chat');
  await anna.goBack();
  await anna.getByRole('link', { name: 'Antwoord lezen' }).click();
  await button(anna, 'Inleveren').or(anna.getByText('Dank je dat je dit schrijft')).first().waitFor();
  await picture(anna, 'homework');

  const marieke = await kring.signIn('facilitator');
  await marieke.getByRole('heading', { name: 'Wacht op uw feedback' }).waitFor();
  await picture(marieke, 'today-facilitator');

  const samira = await kring.signIn('coordinator');
  await samira.goto('/organisatie/demo-wijkteam/nieuw');
  await samira.getByRole('heading', { name: 'Deze bijeenkomsten komen er' }).waitFor();
  await picture(samira, 'new-group');
});

it('takes the meeting', async () => {
  const check = await atTheCheck(kring, 'participant', 'Esra');
  await picture(check, 'device-check');
  const waiting = await atTheDoor(kring, 'participant', 'Fons');
  const { guide, members } = await inTheCircle(kring, 'Anna', 'Bram');
  await waiting.getByRole('heading', { level: 1 }).waitFor();
  await picture(waiting, 'waiting-room');
  await button(members[0]!, 'Hand opsteken').click();
  await seatOf(guide, 'Bram').locator('video').waitFor();
  await guide.getByText(/hand/i).first().waitFor();
  await picture(guide, 'meeting-facilitator');
  await picture(members[1]!, 'meeting');
});
