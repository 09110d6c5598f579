import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useKring } from './harness';
import { button, circle, pressed, seatOf } from './meeting';
import { everybodySees, next, together } from './scripted';
import { hearsOnly } from './tones';

const kring = useKring();

async function leaveOut(guide: Page, ...titles: string[]): Promise<void> {
  const all = guide.getByText(/^Alle stappen/);
  await all.click();
  for (const title of titles) {
    await button(guide, `${title} overslaan`).click();
    await button(guide, `${title} toch doen`).waitFor();
  }
  await all.click();
}

describe('a meeting by its script', { timeout: 240_000 }, () => {
  it('six steps from welcome to goodbye: every screen follows', async () => {
    const { guide, people } = await together(kring, 'Anna', 'Bram', 'Carla', 'Daan');
    const [anna, bram, carla, daan] = people as [Page, Page, Page, Page];
    const all = [guide, ...people];
    await leaveOut(guide, 'Rust komt niet vanzelf', 'Pauze', 'Tot de volgende keer');
    await kring.axe(guide, 'script before the first step');

    await next(guide);
    await everybodySees(all, 'Welkom terug');
    await anna.getByText('Ga even goed zitten.').waitFor();
    await kring.axe(anna, 'welcome');
    await kring.axe(guide, 'welcome, facilitator');
    await hearsOnly(anna, 'Marieke', 'Bram', 'Carla', 'Daan');

    await next(guide);
    await everybodySees(all, 'Drie dagen kijken');
    await theWordGoesRound(guide, people);
    await next(guide);
    await everybodySees(all, 'Langzaam uitademen');
    await theModuleIsMadeTogether(guide, people);
    await next(guide);
    await thePollIsAnswered(guide, people);
    await next(guide);
    await everybodySees(all, 'Maak uw afspraak');
    await thePairsAreAlone(guide, { anna, bram, carla, daan });

    await next(guide);
    await everybodySees(all, 'Afsluiten');
    await button(guide, 'Bijeenkomst afronden').click();
    await kring.axe(guide, 'finish?');
    await button(guide, 'Afronden').click();
    for (const page of people) await page.getByRole('heading', { name: 'De bijeenkomst is afgelopen' }).waitFor();
    await anna.getByRole('heading', { name: 'De volgende keer' }).waitFor();
    await kring.axe(anna, 'goodbye');
    await guide.getByRole('heading', { name: 'Nabespreking' }).waitFor();
    await kring.axe(guide, 'debrief');
  });
});

async function theWordGoesRound(guide: Page, people: Page[]): Promise<void> {
  const [anna, bram] = people as [Page, Page];
  await button(guide, 'Rondje starten').click();
  const dialog = guide.getByRole('dialog', { name: 'Rondje' });
  await kring.axe(guide, 'round dialog');
  await dialog.getByLabel('De anderen zijn stil').check();
  await dialog.getByRole('button', { name: 'Rondje starten' }).click();
  await anna.getByRole('heading', { name: 'Marieke heeft het woord' }).waitFor();
  await seatOf(anna, 'Marieke').getByText('heeft het woord').waitFor({ state: 'attached' });
  await hearsOnly(anna, 'Marieke');
  await button(guide, 'Ik geef het woord door').click();
  await anna.getByRole('heading', { name: 'U hebt het woord' }).waitFor();
  await anna.getByRole('timer').waitFor();
  await kring.axe(anna, 'has the word');
  await button(anna, 'Microfoon aanzetten').click(); // Her own press: nobody else turns it on.
  await hearsOnly(bram, 'Marieke', 'Anna');
  await button(anna, 'Ik geef het woord door').click();
  await bram.getByRole('heading', { name: 'U hebt het woord' }).waitFor();
  await button(guide, 'Sla over').click();
  await anna.getByRole('heading', { name: 'Carla heeft het woord' }).waitFor();
  await kring.axe(guide, 'round, facilitator');
  await button(guide, 'Stop het rondje').click();
  await anna.getByRole('heading', { name: 'Carla heeft het woord' }).waitFor({ state: 'detached' });
  for (const page of people) {
    if (await pressed(page, 'Microfoon') === 'false') await button(page, 'Microfoon').click();
  }

  await button(bram, 'Meer').click();
  await kring.axe(bram, 'more');
  await button(bram, 'Herkenbaar').click();
  await anna.getByRole('log', { name: 'Wat er gebeurt' }).getByText('Bram vindt dit herkenbaar.').waitFor({ state: 'attached' });
}

async function theModuleIsMadeTogether(guide: Page, people: Page[]): Promise<void> {
  const scores = [3, 6, 7, 8];
  for (const [i, page] of people.entries()) {
    await page.getByRole('radiogroup', { name: 'Hoe voelde u zich na de oefening?' }).getByRole('radio', { name: String(scores[i]), exact: true }).check();
  }
  const [anna, bram] = people as [Page, Page];
  await anna.getByText('Opgeslagen').waitFor();
  await kring.axe(anna, 'joint step');
  await anna.getByRole('switch', { name: 'Deel mijn antwoord met de groep' }).click();
  await bram.getByRole('region', { name: 'Gedeeld met de groep' }).getByText('Anna').waitFor();
  await kring.axe(bram, 'joint step, something shared');
  await expect.poll(() => bram.getByText('Wat de groep invulde, zonder namen').count()).toBe(0);
  await button(guide, 'Samenvatting aan iedereen tonen').click();
  await bram.getByRole('region', { name: 'Wat de groep invulde, zonder namen' }).waitFor();
  await kring.axe(guide, 'joint step, facilitator');
}

async function thePollIsAnswered(guide: Page, people: Page[]): Promise<void> {
  const [anna, bram] = people as [Page, Page];
  for (const page of [anna, bram]) {
    await page.getByRole('radio', { name: 'Overdag' }).check();
    await button(page, 'Antwoord geven').click();
  }
  await anna.getByText('2 mensen hebben geantwoord.').waitFor();
  expect(await anna.getByRole('list', { name: 'De uitslag' }).count(), 'not before the facilitator shows it').toBe(0);
  await kring.axe(anna, 'poll, answered');
  await button(guide, 'Sluit de peiling').click();
  await button(guide, 'Uitslag aan iedereen tonen').click();
  await anna.getByRole('list', { name: 'De uitslag' }).getByText('2 keer').waitFor();
  await kring.axe(anna, 'poll, result');
  await kring.axe(guide, 'poll, facilitator');
}

type Four = Record<'anna' | 'bram' | 'carla' | 'daan', Page>;

async function thePairsAreAlone(guide: Page, { anna, bram, carla, daan }: Four): Promise<void> {
  await button(guide, 'Groepjes maken').click();
  const dialog = guide.getByRole('dialog', { name: 'Groepjes' });
  await dialog.getByLabel('Ik kies zelf').check();
  await kring.axe(guide, 'pairs dialog');
  await dialog.getByLabel('Carla').selectOption('Groepje 2');
  await dialog.getByLabel('Daan').selectOption('Groepje 2');
  await dialog.getByRole('button', { name: 'Groepjes maken' }).click();
  await anna.getByRole('heading', { name: 'U bent samen met Bram' }).waitFor();
  await anna.getByText('Help elkaar het klein te maken').waitFor();
  expect(await circle(anna).getByRole('listitem').count(), 'only the own pair').toBe(2);
  await hearsOnly(anna, 'Bram');
  await hearsOnly(bram, 'Anna');
  await hearsOnly(carla, 'Daan');
  await hearsOnly(daan, 'Carla');
  await kring.axe(anna, 'in a pair');

  await button(carla, 'Vraag om hulp').click();
  await guide.getByText('vraagt om hulp').first().waitFor();
  await kring.axe(guide, 'pairs, somebody asks for help');
  await button(guide, 'Bezoek groepje 2').click();
  await hearsOnly(guide, 'Carla', 'Daan');
  await hearsOnly(carla, 'Marieke', 'Daan');
  await hearsOnly(anna, 'Bram');
  await button(guide, 'Bericht').click();
  await guide.getByLabel('Uw bericht').fill('Nog één minuut.');
  await button(guide, 'Sturen').click();
  await anna.getByRole('region', { name: 'De begeleider zegt' }).getByText('Nog één minuut.').waitFor();
  await button(guide, 'Iedereen terug').click();
  await hearsOnly(anna, 'Marieke', 'Bram', 'Carla', 'Daan');
}
