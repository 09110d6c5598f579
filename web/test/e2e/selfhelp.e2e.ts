import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();
const email = 'bezoeker@voorbeeld.example';

/** The code of the newest letter to the visitor, once it is there. */
async function mailed(page: Page): Promise<string> {
  let code = '';
  await expect.poll(async () => {
    const letters = (await (await page.request.get('/api/demo/mail')).json()) as { to: string; text: string }[];
    code = /\b\d{6}\b/.exec(letters.find((letter) => letter.to === email)?.text ?? '')?.[0] ?? '';
    return code;
  }).toMatch(/\d{6}/);
  return code;
}

it('helps a visitor without an account, sends nothing, and keeps the progress once when asked', async () => {
  const page = await kring.visit('/', { viewport: phone });
  await kring.axe(page, 'the start page');
  await page.getByRole('link', { name: 'Doe de zelftest' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hoe gaat het met u?' }).waitFor();

  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  const answer = (question: string, choice: string) => page.getByRole('group', { name: question }).getByRole('radio', { name: choice, exact: true }).check();
  await answer('Ik slaap slecht.', 'Vaak');
  await page.getByRole('button', { name: 'Bekijk wat dit betekent' }).click();
  await page.getByText('Beantwoord minstens vier').waitFor();
  for (const question of ['Mijn lijf', 'Ik pieker', 'Ik ben snel boos', 'Gewone dingen']) await answer(question, 'Bijna altijd');
  await answer('Denkt u weleens', 'Soms');
  await page.getByRole('main').getByRole('link', { name: 'Bel 0800-0113' }).waitFor(); // at once, before the result
  await page.getByRole('button', { name: 'Bekijk wat dit betekent' }).click();
  await page.getByRole('heading', { name: 'Dit is veel om alleen te doen' }).waitFor();
  await kring.axe(page, 'the self-test with its result');
  expect(sent).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/always|life/);

  await page.getByRole('main').getByRole('link', { name: 'Zelfhulp' }).first().click();
  await kring.axe(page, 'self-help');
  await page.getByRole('region', { name: 'Rust in uw lijf' }).getByRole('link', { name: 'Beginnen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Rust in uw lijf' }).waitFor();
  await page.getByRole('textbox', { name: 'Maak uw eigen afspraak' }).fill('Na het eten een blokje om');
  await page.getByText('Staat op dit apparaat').waitFor();
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Maak uw eigen afspraak' }).inputValue()).toBe('Na het eten een blokje om');
  await kring.axe(page, 'a module without an account');

  await page.getByRole('link', { name: 'Bewaar mijn voortgang' }).click();
  await page.getByLabel('E-mailadres').fill(email);
  await page.getByLabel('Ik ben 16 jaar of ouder.').check();
  await kring.axe(page, 'signing up');
  await page.getByRole('button', { name: 'Stuur mij een code' }).click();
  await page.getByLabel('Code van 6 cijfers').fill(await mailed(page));
  await page.getByRole('button', { name: 'Inloggen' }).click();
  await page.getByText('Opgeslagen', { exact: true }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Maak uw eigen afspraak' }).inputValue()).toBe('Na het eten een blokje om');
  expect(await page.getByRole('button', { name: 'Inleveren' }).count()).toBe(0);
  await page.goto('/zelfhulp'); // nothing of nobody is left: it leads straight to one's own
  await page.getByRole('link', { name: 'Verdergaan' }).click();
  await page.getByText('Opgeslagen', { exact: true }).waitFor();
  await page.goto('/vandaag');
  await page.getByRole('link', { name: 'Verdergaan' }).waitFor();
  await kring.axe(page, 'Vandaag of somebody without a group');
});
