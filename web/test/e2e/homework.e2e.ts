import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

const module = 'Uw stress in beeld';
const moment = (page: Page) => page.getByRole('textbox', { name: 'Beschrijf één moment' });
const saved = (page: Page) => page.getByText('Opgeslagen', { exact: true }).waitFor();

/** The group's homework. */
async function toList(page: Page) {
  await page.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Omgaan met stress' }).click();
  await page.getByRole('link', { name: 'Huiswerk' }).click();
  await page.getByRole('link', { name: module }).waitFor();
}

async function toModule(page: Page) {
  await toList(page);
  await page.getByRole('link', { name: module }).click();
  await page.getByRole('heading', { level: 1, name: module }).waitFor();
  await page.getByRole('button', { name: 'Inleveren' }).waitFor();
}

/** The same person on a second device, at the same page. */
async function otherDevice(page: Page): Promise<Page> {
  const storageState = await page.context().storageState();
  return kring.visit(page.url(), { storageState: { ...storageState, origins: [] } });
}

describe('homework', () => {
  it('goes from the participant to the facilitator and comes back with feedback', async () => {
    const daan = await kring.signIn('participant', 'Daan', { viewport: phone });
    await toModule(daan);
    await kring.axe(daan, 'module');
    await daan.getByRole('button', { name: 'Inleveren' }).click();
    await daan.getByText('3 stappen zijn nog niet ingevuld').waitFor();
    await kring.axe(daan, 'module with steps missing');

    await daan.getByRole('radio', { name: /In mijn slaap/ }).check();
    await daan.getByRole('checkbox', { name: 'Ik heb dit geprobeerd' }).check();
    await daan.getByRole('radio', { name: '7', exact: true }).check();
    await moment(daan).fill('Maandag in de bus, met mijn schouders vast.');
    await daan.getByRole('button', { name: 'Inleveren' }).click();
    await daan.getByText('U leverde dit in op').waitFor();

    const marieke = await kring.signIn('facilitator', 'Marieke');
    await marieke.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Feedback geven' }).click();
    await kring.axe(marieke, 'feedback queue');
    await marieke.getByRole('link', { name: `Daan: ${module}` }).click();
    await marieke.getByText('Maandag in de bus, met mijn schouders vast.').waitFor();
    const step = marieke.getByRole('region', { name: 'Beschrijf één moment' });
    await step.getByRole('button', { name: 'Reactie schrijven' }).click();
    await step.getByRole('textbox').fill('Goed gezien, Daan. Wat hielp er in de bus?');
    await kring.axe(marieke, 'giving feedback');
    await marieke.getByRole('button', { name: 'Versturen' }).click();
    await marieke.getByText('Verstuurd', { exact: true }).waitFor();

    await daan.reload();
    await daan.getByText('Uw begeleider heeft gereageerd bij één stap').waitFor();
    const mine = daan.getByRole('region', { name: 'Beschrijf één moment' });
    await mine.getByText('Goed gezien, Daan. Wat hielp er in de bus?').waitFor();
    await kring.axe(daan, 'module with feedback');

    await marieke.reload();
    await marieke.getByText('Gelezen op').waitFor();
  });

  it('nobody but the writer reads what was not handed in', async () => {
    const fons = await kring.signIn('participant', 'Fons');
    await toModule(fons);
    await moment(fons).fill('dit is nog van mij');
    await saved(fons);
    const joris = await kring.signIn('co-facilitator', 'Joris');
    const bodies: Promise<string>[] = [];
    joris.on('response', (response) => bodies.push(response.text().catch(() => '')));
    await joris.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Feedback geven' }).click();
    await joris.getByRole('heading', { name: /wacht.* op u/ }).waitFor();
    expect(await joris.getByRole('link', { name: /Fons/ }).count()).toBe(0);
    await toList(joris);
    expect((await Promise.all(bodies)).join()).not.toContain('dit is nog van mij');
  });

  it('two devices: both versions are shown and neither is lost', async () => {
    const here = await kring.signIn('participant', 'Esra', { viewport: phone });
    await toModule(here);
    const there = await otherDevice(here);
    await moment(there).fill('op de laptop');
    await saved(there);
    await moment(here).fill('op de telefoon');
    await here.getByText('Er zijn twee versies van dit antwoord').waitFor();
    await here.getByText('op de laptop').waitFor();
    await kring.axe(here, 'two versions');
    await here.reload();
    await here.getByText('op de telefoon', { exact: true }).waitFor();
    await here.getByRole('button', { name: 'Allebei bewaren' }).click();
    await saved(here);
    await there.reload();
    expect(await moment(there).inputValue()).toBe('op de laptop\n\nop de telefoon');
  });

  it('what was called saved survives kill -9', async () => {
    const bram = await kring.signIn('participant', 'Bram');
    await toModule(bram);
    await moment(bram).fill('voor de klap');
    await saved(bram);
    await kring.server.kill();
    await moment(bram).fill('voor en na de klap');
    await bram.getByText('Geen verbinding').waitFor();
    await kring.server.start();
    await saved(bram);
    const other = await otherDevice(bram);
    expect(await moment(other).inputValue()).toBe('voor en na de klap');
  });
});
