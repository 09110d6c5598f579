import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();
const module = 'Uw stress in beeld';

async function toModule(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Omgaan met stress' }).click();
  await page.getByRole('link', { name: 'Huiswerk' }).click();
  await page.getByRole('link', { name: module }).click();
  await page.getByRole('button', { name: 'Inleveren' }).waitFor();
}

const moment = (page: Page) => page.getByRole('textbox', { name: 'Beschrijf één moment' });
const handIn = (page: Page) => page.getByRole('button', { name: 'Inleveren' }).click();

it('a question about one paragraph goes back, and the answer comes as a second round', async () => {
  const daan = await kring.signIn('participant', 'Daan', { viewport: phone });
  await toModule(daan);
  await daan.getByRole('radio', { name: /In mijn slaap/ }).check();
  await daan.getByRole('checkbox', { name: 'Ik heb dit geprobeerd' }).check();
  await daan.getByRole('radio', { name: '7', exact: true }).check();
  await moment(daan).fill('Maandag in de bus.\n\nIk stapte eerder uit.');
  await handIn(daan);
  await daan.getByText('U leverde dit in op').waitFor();

  const marieke = await kring.signIn('facilitator', 'Marieke');
  await marieke.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Feedback geven' }).click();
  await marieke.getByRole('link', { name: `Daan: ${module}` }).click();
  await marieke.getByRole('heading', { level: 1, name: `Daan: ${module}` }).waitFor();
  await marieke.getByText('Beloofd: Op werkdagen binnen één dag').waitFor();
  await marieke.getByRole('button', { name: /Reactie schrijven: alinea 2 van Beschrijf één moment/ }).click();
  await marieke.getByRole('textbox', { name: /alinea 2/ }).fill('Wat hielp u op dat moment?');
  await marieke.getByRole('button', { name: 'Standaardteksten' }).click();
  await marieke.getByRole('button', { name: 'Bewaren' }).click();
  await marieke.getByRole('button', { name: 'Invoegen' }).waitFor();
  await kring.axe(marieke, 'texts to use again');
  await marieke.getByRole('button', { name: 'Sluiten' }).click();
  await kring.axe(marieke, 'a remark beside a paragraph');
  await marieke.getByRole('button', { name: 'Terugsturen met vraag' }).click();
  await marieke.getByText('Teruggestuurd met uw vraag').first().waitFor();

  await daan.reload();
  await daan.getByText('Uw begeleider heeft nog een vraag').first().waitFor();
  await daan.getByText('Bij: “Ik stapte eerder uit.”').waitFor();
  await kring.axe(daan, 'homework that was sent back');
  await moment(daan).fill('Maandag in de bus.\n\nIk stapte eerder uit. Lopen hielp.');
  await handIn(daan);
  await daan.getByText('U leverde dit in op').waitFor();
  await daan.getByText('Wat eerder is ingeleverd').click();
  await daan.getByRole('region', { name: /^Ronde 1/ }).getByText('Wat hielp u op dat moment?').waitFor();

  await marieke.reload();
  await marieke.getByText('Lopen hielp.').waitFor();
  await marieke.getByText('Dit ging over een eerdere versie.').waitFor();
});

it('the questionnaires of an organisation: a file that does not fit is refused with its place', async () => {
  const coordinator = await kring.signIn('coordinator', undefined, { viewport: phone });
  await coordinator.getByRole('link', { name: 'Groepen bekijken' }).click();
  await coordinator.getByRole('link', { name: 'Vragenlijsten' }).click();
  const list = coordinator.getByRole('region', { name: 'WHO-5' });
  await list.getByText('Tekst inbrengen').click();
  const item = { linkId: 'q1', type: 'choice', text: 'Eén vraag', answerOption: [0, 1, 2, 3, 4, 5].map((value) => ({ valueInteger: value })) };
  const text = JSON.stringify({ resourceType: 'Questionnaire', language: 'nl', title: 'WHO-5', item: [item] });
  await list.getByLabel('Bestand').setInputFiles({ name: 'who-5.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await list.getByLabel('Verwijzing naar uw licentie').fill('Contract 2026-12');
  await list.getByRole('button', { name: 'Controleren en gebruiken' }).click();
  await list.getByText('Plaats in het bestand:').waitFor();
  expect(await list.locator('code').textContent()).toContain('item');
  await kring.axe(coordinator, 'a questionnaire that was refused');
  const phq = coordinator.getByRole('region', { name: 'PHQ-9' });
  await phq.getByText('Bij een bepaald antwoord iemand waarschuwen').click();
  await phq.getByText('de begeleiders van de groep krijgen bericht').waitFor();
  await phq.getByText('Namen van scores', { exact: true }).click();
  await phq.getByText('Bronnen verschillen hierover').waitFor();
  await kring.axe(coordinator, 'rules and bands of a questionnaire');
});
