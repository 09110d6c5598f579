import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

describe('coming in by personal link', () => {
  it('names who you will be before you press, and brings you to Vandaag', async () => {
    const anna = kring.server.people.find(({ alias }) => alias === 'Anna');
    const page = await kring.visit(anna?.url ?? '', { viewport: phone });
    await page.getByText('U logt in als Anna.').waitFor();
    await kring.axe(page, 'sign-in link');
    await page.getByRole('button', { name: 'Inloggen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
    await page.getByRole('link', { name: 'Naar de bijeenkomst' }).waitFor();
    await page.getByRole('heading', { name: 'Huiswerk' }).waitFor();
    await page.getByRole('heading', { name: 'Berichten' }).waitFor();
    await kring.axe(page, 'Vandaag of a participant');
  });

  it('says kindly that a link no longer works, and how to come in', async () => {
    const page = await kring.visit('/in#QQQQQQQQQQQQQQQQQQQQQQQQQQ');
    await page.getByRole('heading', { name: 'Deze link werkt niet meer' }).waitFor();
    await kring.axe(page, 'dead link');
    await page.getByRole('link', { name: 'Inloggen met e-mail' }).click();
    await page.getByLabel('E-mailadres').waitFor();
  });

  it('shows the facilitator what waits', async () => {
    const page = await kring.signIn('facilitator');
    await page.getByRole('heading', { name: 'Wacht op uw feedback' }).waitFor();
    await kring.axe(page, 'Vandaag of a facilitator');
  });
});

describe('Hulp nu', () => {
  it('is on every page, opens with the keyboard, and also works when the network is gone', async () => {
    const page = await kring.visit('/');
    for (const path of ['/', '/inloggen', '/wie', '/licenties', '/bestaat-niet']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('button', { name: 'Hulp nu' }).waitFor();
      await kring.axe(page, path);
    }
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Hulp nu' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Hulp nu' });
    for (const number of ['112', '0800-0113', '0800-2000']) {
      await dialog.getByRole('link', { name: number }).first().waitFor();
    }
    await kring.axe(page, 'Hulp nu');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: 'Hulp nu' }).evaluate((button) => button === document.activeElement)).toBe(true);
  });
});
