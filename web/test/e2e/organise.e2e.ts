import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();
const inviteHeading = { level: 1, name: 'Uitnodigen' } as const;

/** Reads the newest letter to an address in the demo's mailbox. */
async function letterTo(page: Page, to: string): Promise<string> {
  await expect.poll(() => newest(page, to), { timeout: 10_000 }).not.toBe('');
  return newest(page, to);
}

async function newest(page: Page, to: string): Promise<string> {
  const response = await page.request.get('/api/demo/mail');
  const letters = ((await response.json()) as { to: string; text: string; at: number }[]).filter((letter) => letter.to === to);
  return letters.sort((a, b) => b.at - a.at)[0]?.text ?? '';
}

/** As a coordinator: a new weekly group over the change to winter time; ends on its page to invite. */
async function makeGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Nieuwe groep' }).first().click();
  await page.getByLabel('Naam van de groep').fill(name);
  await page.getByLabel('Datum', { exact: true }).fill('2027-10-24');
  await page.getByLabel('Tijd', { exact: true }).fill('19:30');
}

/** What comes out of the printer, as the size of each sheet in points. */
async function sheets(page: Page): Promise<string[]> {
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return [...paper.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, wide, high]) => `${Math.round(Number(wide))} x ${Math.round(Number(high))}`);
}

describe('a coordinator', () => {
  it('makes a group whose meetings keep their clock time, and moves one', async () => {
    const page = await kring.signIn('coordinator');
    await kring.axe(page, 'Vandaag of a coordinator');
    await page.goto('/organisatie/demo-wijkteam/agenda');
    await page.getByRole('listitem').filter({ hasText: 'Rust in uw lijf' }).first().waitFor();
    await kring.axe(page, 'agenda');
    await page.getByRole('button', { name: 'Volgende maand' }).click();
    await page.getByRole('button', { name: 'Deze maand' }).click();
    await page.goto('/vandaag');
    await makeGroup(page, 'Rust op dinsdag');
    await page.getByText('zondag 24 oktober om 19:30').waitFor();
    await page.getByText('zondag 31 oktober om 19:30').waitFor();
    await page.getByRole('button', { name: 'Deze dag niet zondag 24 oktober' }).click();
    await page.getByText('Geen bijeenkomst op zondag 24 oktober').waitFor();
    await page.getByText('Meer keuzes').click();
    await kring.axe(page, 'new group');
    await page.getByRole('button', { name: 'Groep maken' }).click();
    await page.getByRole('heading', inviteHeading).waitFor();
    await page.getByRole('link', { name: 'Rust op dinsdag' }).first().click();
    await kring.axe(page, 'group of a coordinator');
    expect(await page.getByRole('link', { name: 'Chat', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Bijeenkomsten' }).click();
    await page.getByText('zondag 31 oktober om 19:30', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Verplaatsen of afzeggen bijeenkomst 2' }).click();
    await page.getByLabel('Datum', { exact: true }).fill('2027-11-02');
    await kring.axe(page, 'moving a meeting');
    await page.getByRole('button', { name: 'Verplaatsen', exact: true }).click();
    await page.getByText('dinsdag 2 november om 19:30', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Verplaatsen of afzeggen bijeenkomst 3' }).click();
    await page.getByRole('button', { name: 'Bijeenkomst 3 gaat niet door' }).click();
    await page.getByRole('button', { name: 'Ja, afzeggen' }).click();
    await page.getByText('Gaat niet door', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Weer plannen bijeenkomst 3' }).click();
    await page.getByRole('button', { name: 'Bijeenkomst 3 gaat toch door' }).click();
    await page.getByRole('button', { name: 'Verplaatsen of afzeggen bijeenkomst 3' }).waitFor();
  });

  it('invites by e-mail; the person joins, comes back with a code, and changes a consent', async () => {
    const coordinator = await kring.signIn('coordinator');
    await makeGroup(coordinator, 'Samen slapen');
    await coordinator.getByRole('button', { name: 'Groep maken' }).click();
    await coordinator.getByLabel('E-mailadressen').fill('vera@example.org');
    await coordinator.getByRole('button', { name: 'Nakijken' }).click();
    await coordinator.getByText('De brief die zij krijgen').click();
    await coordinator.getByText('nodigt u uit voor een groep', { exact: false }).waitFor();
    await kring.axe(coordinator, 'the letter before it goes');
    await coordinator.getByRole('button', { name: '1 uitnodiging versturen' }).click();
    await coordinator.getByText('1 uitnodiging is verstuurd.', { exact: false }).waitFor();
    await kring.axe(coordinator, 'invited by e-mail');

    const link = /https?:\/\/\S+\/uitnodiging#\S+/.exec(await letterTo(coordinator, 'vera@example.org'))?.[0] ?? '';
    const vera = await kring.visit(link, { viewport: phone });
    await vera.getByRole('heading', { level: 1, name: 'Welkom bij Samen slapen' }).waitFor();
    await kring.axe(vera, 'invitation');
    await vera.getByLabel('Uw naam in de groep').fill('Vera');
    for (const tick of ['Ik ben 18 jaar of ouder', 'Ik ga akkoord met: Huisregels', 'Ik ga akkoord met: Groepsafspraak']) {
      await vera.getByLabel(tick).check();
    }
    await vera.getByRole('button', { name: 'Meedoen' }).click();
    await vera.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();

    await vera.getByText('Meer', { exact: true }).click();
    await kring.axe(vera, 'menu open');
    await vera.getByRole('button', { name: 'Uitloggen' }).click();
    await vera.getByRole('heading', { level: 1, name: 'Samen verder' }).waitFor();
    await vera.goto('/inloggen');
    await vera.getByLabel('E-mailadres', { exact: true }).fill('Vera@example.org');
    await vera.getByRole('button', { name: 'Stuur mij een code' }).click();
    await vera.getByLabel('Code van 6 cijfers').fill('000000');
    await vera.getByRole('button', { name: 'Inloggen' }).click();
    await vera.getByText('Deze code klopt niet.', { exact: false }).waitFor();
    await kring.axe(vera, 'wrong code');
    await expect.poll(async () => /\b\d{6}\b/.test(await newest(vera, 'vera@example.org'))).toBe(true);
    await vera.getByLabel('Code van 6 cijfers').fill(/\b\d{6}\b/.exec(await newest(vera, 'vera@example.org'))?.[0] ?? '');
    await vera.getByRole('button', { name: 'Inloggen' }).click();
    await vera.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();

    await vera.goto('/toestemmingen');
    await vera.getByRole('switch', { name: 'Herinneringen per e-mail', checked: false }).click();
    await vera.getByRole('switch', { name: 'Herinneringen per e-mail', checked: true }).waitFor();
    await vera.reload();
    await vera.getByRole('switch', { name: 'Herinneringen per e-mail', checked: true }).waitFor();
    await kring.axe(vera, 'consents');
  });

  it('makes a group link with a QR code, and a withdrawn link is dead', async () => {
    const coordinator = await kring.signIn('coordinator');
    await makeGroup(coordinator, 'Even rust');
    await coordinator.getByRole('button', { name: 'Groep maken' }).click();
    await coordinator.getByRole('button', { name: 'Link maken' }).click();
    await coordinator.getByRole('img', { name: 'QR-code om mee te doen met Even rust' }).waitFor();
    await coordinator.getByRole('heading', { name: 'Zo doet u mee' }).waitFor();
    await kring.axe(coordinator, 'group link');
    expect(await sheets(coordinator)).toEqual(['595 x 842']);
    await coordinator.getByLabel('A5, om mee te geven').check();
    expect(await sheets(coordinator)).toEqual(['420 x 595']);
    const link = await coordinator.getByLabel('De link').inputValue();
    const wim = await kring.visit(link);
    await wim.getByLabel('Uw naam in de groep').fill('Wim');
    await wim.getByLabel('E-mailadres', { exact: true }).fill('wim@example.org');
    for (const box of await wim.getByRole('checkbox').all()) await box.check();
    await wim.getByRole('button', { name: 'Meedoen' }).click();
    await wim.getByRole('heading', { level: 1, name: 'Vandaag' }).waitFor();
    await coordinator.getByRole('button', { name: 'Link voor de groep intrekken' }).click();
    await coordinator.getByText('Ingetrokken').waitFor();
    const late = await kring.visit(link);
    await late.getByRole('heading', { name: 'Deze uitnodiging werkt niet meer' }).waitFor();
    await kring.axe(late, 'dead invitation');
  });
});
