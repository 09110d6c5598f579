import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

describe('every page', () => {
  it('fits a screen of 320 px (that is 400 % zoom) without scrolling sideways', async () => {
    const page = await kring.signIn('participant', 'Anna', { viewport: { width: 320, height: 640 } });
    const group = await page.getByRole('link', { name: 'Omgaan met stress' }).first().getAttribute('href');
    const paths = ['/', '/inloggen', '/vandaag', '/toestemmingen', '/wie', '/licenties', '/mail'];
    for (const path of [...paths, ...['', '/chat', '/bijeenkomsten', '/huiswerk', '/deelnemers'].map((tab) => `${group}${tab}`)]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
      await kring.axe(page, `${path} at 320 px`);
    }
  });

  it('lets everybody look for a group without an account or JavaScript', async () => {
    const page = await kring.visit('/aanbod', { javaScriptEnabled: false, viewport: phone });
    await page.getByText('Zoeken in groepen').click();
    await page.getByLabel('Hoe?').selectOption('Bij elkaar');
    await page.getByRole('button', { name: 'Zoek' }).click();
    await page.getByRole('heading', { name: 'Geen groep gevonden' }).waitFor();
    await page.getByRole('link', { name: 'Wis keuzes' }).click();
    await page.getByRole('link', { name: 'Omgaan met stress' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Omgaan met stress' }).waitFor();
    await page.getByRole('link', { name: 'Keuzehulp' }).first().click();
    await page.getByRole('group', { name: 'Waarover wilt u met anderen praten?' }).getByRole('radio', { name: 'Stress' }).check();
    await page.locator('main form button[type=submit]').click();
    await page.getByText('Er is nu geen groep die past.').waitFor(); // The only one has begun.
    const open = await kring.visit('/aanbod', { viewport: phone });
    await kring.axe(open, 'the groups');
    await open.getByRole('link', { name: 'Omgaan met stress' }).first().click();
    await kring.axe(open, 'one group');
    await open.goto('/keuzehulp');
    await kring.axe(open, 'the choice aid');
    await open.locator('main form button[type=submit]').click();
    await kring.axe(open, 'what the choice aid says');
  });

  it('says about what, how and when somebody is told', async () => {
    const page = await kring.signIn('participant', 'Anna', { viewport: phone });
    await page.goto('/meldingen');
    await page.getByLabel('Een dag voor een bijeenkomst').selectOption('Niet');
    await kring.axe(page, 'notices');
    await page.reload();
    await expect.poll(() => page.getByLabel('Een dag voor een bijeenkomst').evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.text)).toBe('Niet');
  });

  it('speaks English when asked, and keeps to it', async () => {
    const page = await kring.signIn('participant', 'Bram');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await kring.axe(page, 'Today in English');
  });

  it('asks to sign in first, and then goes where one was going', async () => {
    const page = await kring.visit('/toestemmingen');
    await page.getByLabel('E-mailadres').fill('carla@demo.example');
    await page.getByRole('button', { name: 'Stuur mij een code' }).click();
    await page.getByLabel('Code van 6 cijfers').waitFor();
    const code = async () => {
      const letters = (await (await page.request.get('/api/demo/mail')).json()) as { to: string; text: string }[];
      return /\b\d{6}\b/.exec(letters.find((letter) => letter.to === 'carla@demo.example')?.text ?? '')?.[0] ?? '';
    };
    await expect.poll(code).toMatch(/\d{6}/);
    await page.getByLabel('Code van 6 cijfers').fill(await code());
    await page.getByRole('button', { name: 'Inloggen' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mijn toestemmingen' }).waitFor();
  });

  it('leads the keyboard to its content, also where a token stands in the address', async () => {
    const esra = kring.server.people.find(({ alias }) => alias === 'Esra');
    const page = await kring.visit(esra?.url ?? '');
    await page.getByRole('button', { name: 'Inloggen' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
  });

  it('stays usable when the session has ended elsewhere', async () => {
    const page = await kring.signIn('participant', 'Daan');
    await page.request.post('/api/sign-out', { headers: { origin: kring.server.url } });
    await page.goto('/vandaag');
    await page.getByRole('heading', { level: 1, name: 'Inloggen' }).waitFor();
  });
});
