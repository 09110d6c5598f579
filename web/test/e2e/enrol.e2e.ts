import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

/** The demo's mailbox: waits for the newest letter to an address and returns its text. */
async function letter(to: string, subject: string): Promise<string> {
  const page = await kring.visit('/mail');
  const card = page.locator('.kring-card, section, article').filter({ hasText: to }).filter({ hasText: subject }).last();
  await card.waitFor();
  const text = await card.textContent();
  await page.close();
  return text ?? '';
}

async function makeGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: /groep/i }).first().click();
  await page.getByRole('link', { name: 'Nieuwe groep' }).click();
  await page.getByLabel('Naam van de groep').fill(name);
  await page.getByText(/bijeenkomst/i).first().waitFor();
  await kring.axe(page, 'new group');
  await page.getByRole('button', { name: 'Groep maken' }).click();
  await page.getByRole('heading', { level: 1, name: 'Uitnodigen' }).waitFor();
}

/** Fills in the page of an invitation and joins. */
async function join(page: Page, alias: string, email?: string): Promise<void> {
  await page.getByLabel('Uw naam in de groep').fill(alias);
  if (email) await page.getByRole('textbox', { name: 'E-mailadres' }).fill(email);
  for (const box of await page.getByRole('checkbox', { name: /jaar of ouder|Ik ga akkoord/ }).all()) await box.check();
  await page.getByRole('checkbox', { name: /Herinneringen/ }).check();
  await kring.axe(page, 'invitation');
  await page.getByRole('button', { name: 'Meedoen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
}

/** Comes back later: e-mail, code from the letter. */
async function comeBack(page: Page, email: string): Promise<void> {
  await page.goto('/inloggen');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(email);
  await page.getByRole('button', { name: 'Stuur mij een code' }).click();
  await page.getByLabel('Code van 6 cijfers').waitFor();
  await kring.axe(page, 'sign-in code');
  const code = /\b\d{6}\b/.exec(await letter(email, 'Uw code'))?.[0] ?? '';
  await page.getByLabel('Code van 6 cijfers').fill(code === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: 'Inloggen' }).click();
  await page.getByRole('alert').or(page.locator('[id$=error]')).first().waitFor();
  await page.getByLabel('Code van 6 cijfers').fill(code);
  await page.getByRole('button', { name: 'Inloggen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
}

describe('a group from nothing', () => {
  it('is made, invited to by e-mail, joined on a phone, and come back to with a code', async () => {
    const samira = await kring.signIn('coordinator');
    await makeGroup(samira, 'Samen rustig');
    await samira.getByLabel('E-mailadressen').fill('gerda@example.nl\ngeen-adres');
    await samira.getByRole('button', { name: 'Uitnodigingen versturen' }).click();
    await samira.getByText('1 uitnodiging is verstuurd.').waitFor();
    await samira.getByText('Niet verstuurd. Kijk deze adressen na: geen-adres').waitFor();
    await kring.axe(samira, 'inviting');

    const url = /https?:\/\/\S+\/uitnodiging#\w+/.exec(await letter('gerda@example.nl', 'uitgenodigd'))?.[0] ?? '';
    const gerda = await kring.visit(url, { viewport: phone });
    await gerda.getByText('Samen rustig').first().waitFor();
    await gerda.reload(); // looking spends nothing
    await join(gerda, 'Gerda');
    await gerda.getByText('Samen rustig').first().waitFor();

    const again = await kring.visit(url);
    await again.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' }).waitFor();

    const later = await kring.visit('/');
    await comeBack(later, 'gerda@example.nl');
    await later.goto('/toestemmingen');
    await later.getByRole('heading', { level: 1, name: /toestemmingen/i }).waitFor();
    await later.getByText('Herinneringen per e-mail').first().waitFor();
    await kring.axe(later, 'consents');
  });

  it('has a link with a QR code; two names alike are refused, and a revoked link is dead', async () => {
    const samira = await kring.signIn('coordinator');
    await makeGroup(samira, 'Avondgroep');
    await samira.getByRole('button', { name: 'Link maken' }).click();
    const url = await samira.getByLabel('De link').inputValue();
    await samira.getByRole('img', { name: /QR-code/ }).waitFor();
    await kring.axe(samira, 'group link');

    const hans = await kring.visit(url, { viewport: phone });
    await join(hans, 'Hans', 'hans@example.nl');
    const other = await kring.visit(url);
    await other.getByLabel('Uw naam in de groep').fill('hans');
    await other.getByRole('textbox', { name: 'E-mailadres' }).fill('ander@example.nl');
    for (const box of await other.getByRole('checkbox', { name: /jaar of ouder|Ik ga akkoord/ }).all()) await box.check();
    await other.getByRole('button', { name: 'Meedoen' }).click();
    await other.getByText(/naam.*(al|iemand)/i).first().waitFor();
    await other.getByLabel('Uw naam in de groep').fill('Ineke');
    await other.getByRole('button', { name: 'Meedoen' }).click();
    await other.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();

    await samira.reload();
    await samira.getByRole('button', { name: /intrekken/ }).first().click();
    await samira.getByText('Ingetrokken').first().waitFor();
    const late = await kring.visit(url);
    await late.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' }).waitFor();
    expect(await late.getByRole('button', { name: 'Meedoen' }).count()).toBe(0);
  });
});
