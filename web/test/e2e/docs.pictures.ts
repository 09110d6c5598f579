import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
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
  await samira.goto('/organisatie/demo-wijkteam/agenda');
  await samira.getByText('Rust in uw lijf', { exact: false }).first().waitFor();
  await picture(samira, 'agenda');
  await anna.goto('/meldingen');
  await anna.getByRole('heading', { level: 2 }).first().waitFor();
  await picture(anna, 'notices');
});

it('takes what everybody may see', async () => {
  const page = await kring.visit('/aanbod');
  await picture(page, 'catalogue');
  await page.locator('main a[href^="/aanbod/"]').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await picture(page, 'catalogue-group');
  await page.goto('/keuzehulp');
  await picture(page, 'choice-aid');
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

it('takes a recording', async () => {
  const { guide, members } = await inTheCircle(kring, 'Anna', 'Bram');
  await button(guide, 'Opname starten').click();
  await button(members[0]!, 'Ja, neem mij op').waitFor();
  await picture(members[0]!, 'recording-question');
  for (const page of [guide, ...members]) await button(page, 'Ja, neem mij op').click();
  await members[0]!.getByText('U wordt opgenomen').waitFor();
  await picture(members[0]!, 'meeting-recorded');
  await members[0]!.waitForTimeout(12_000); // Something to watch back.
  await button(guide, 'Opname stoppen').click();
  const missed = await kring.signIn('participant', 'Daan');
  const group = await missed.evaluate(() => fetch('/api/session').then((answer) => answer.json())).then(({ groups }) => groups[0].id as string);
  await missed.goto(`/groep/${group}/opnames`);
  await missed.getByRole('link', { name: /terugkijken/ }).click();
  await missed.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  await missed.getByRole('slider').fill('4000');
  await missed.waitForFunction(() => document.querySelector('video')?.seeking === false);
  await missed.evaluate(() => window.scrollTo(0, 0));
  await picture(missed, 'recording');
});

it('takes the steps of a meeting', async () => {
  const samira = await kring.signIn('coordinator');
  await samira.goto('/organisatie/demo-wijkteam/films');
  await samira.getByLabel('Titel van de film').fill('Adem rustig');
  await samira.getByLabel('Bestand').setInputFiles(join(import.meta.dirname, '../../../homework/media/files/ademen.mp4'));
  await samira.getByRole('button', { name: 'Voeg toe' }).click();
  await samira.getByText('De film is klaar om te gebruiken.').waitFor();
  const { guide, members } = await inTheCircle(kring, 'Anna', 'Bram');
  const [anna, bram] = members as [Page, Page];
  const next = () => button(guide, 'Volgende stap').click();
  const step = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor();
  await next();
  await step(anna, 'Welkom terug');
  await picture(anna, 'step-welcome');
  await picture(guide, 'step-welcome-facilitator');

  await button(guide, 'Film').click();
  await guide.getByRole('dialog').getByRole('button', { name: 'Film starten' }).click();
  for (const page of [anna, guide]) await expect.poll(() => page.locator('.kring-film video').evaluate((film: HTMLVideoElement) => film.currentTime)).toBeGreaterThan(1);
  await picture(anna, 'step-film');
  await picture(guide, 'step-film-facilitator');

  await next();
  await button(guide, 'Rondje starten').click();
  await guide.getByRole('dialog').getByRole('button', { name: 'Rondje starten' }).click();
  await button(guide, 'Ik geef het woord door').click();
  await button(anna, 'Ik geef het woord door').waitFor();
  await picture(anna, 'step-round');
  await picture(guide, 'step-round-facilitator');

  await guide.getByText(/^Alle stappen/).click();
  await button(guide, 'Ga naar Langzaam uitademen').click();
  await anna.getByRole('radio', { name: '7', exact: true }).check();
  await anna.getByRole('switch', { name: 'Deel mijn antwoord met de groep' }).click();
  await picture(bram, 'step-module');

  await button(guide, 'Ga naar Wanneer neemt u rust?').click();
  for (const [page, choice] of [[anna, 'Overdag'], [bram, 'In de avond']] as const) {
    await page.getByRole('radio', { name: choice }).check();
    await button(page, 'Antwoord geven').click();
  }
  await button(guide, 'Uitslag aan iedereen tonen').click();
  await anna.getByRole('list', { name: 'De uitslag' }).waitFor();
  await picture(anna, 'step-poll');

  await button(guide, 'Ga naar Maak uw afspraak').click();
  await button(guide, 'Groepjes maken').click();
  await picture(guide, 'step-pairs-dialog');
  await guide.getByRole('dialog').getByRole('button', { name: 'Groepjes maken' }).click();
  await anna.getByRole('heading', { name: 'U bent samen met Bram' }).waitFor();
  await button(anna, 'Vraag om hulp').click();
  await guide.getByText('vraagt om hulp').first().waitFor();
  await picture(anna, 'step-pairs');
  await picture(guide, 'step-pairs-facilitator');

  await button(guide, 'Ga naar Pauze').click();
  await button(guide, 'Tijd starten').click();
  await guide.getByRole('dialog').getByRole('button', { name: 'Tijd starten' }).click();
  await anna.getByRole('timer').waitFor();
  await button(bram, 'Meer').click();
  await picture(bram, 'meeting-more');
  await button(bram, 'Herkenbaar').click();
  await picture(anna, 'step-break');

  await button(guide, 'Ga naar Afsluiten').click();
  await button(guide, 'Bijeenkomst afronden').click();
  await button(guide, 'Afronden').click();
  await anna.getByRole('heading', { name: 'De volgende keer' }).waitFor();
  await picture(anna, 'goodbye');
  await guide.getByLabel('1. Wat deden we?').waitFor();
  await picture(guide, 'debrief');
});
