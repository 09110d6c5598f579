import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, useKring } from './harness';
import { button, circle, joinable, pressed } from './meeting';
import { speakAs } from './tones';

const kring = useKring();

/** What has the focus, by the name that is read out. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return (at?.getAttribute('aria-label') ?? (at as HTMLInputElement | null)?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();
  });

/** Goes there with Tab alone, as who has no mouse does; fails after a whole round. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"`);
}

async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** From sign-in to the door of the meeting, by keys only. */
async function comeByKeys(role: string, alias: string): Promise<Page> {
  const page = await kring.signIn(role, alias, { viewport: desktop });
  await speakAs(page, alias);
  await page.goto(await joinable(page));
  await button(page, 'Verder naar de wachtkamer').waitFor();
  await press(page, 'Verder naar de wachtkamer');
  return page;
}

const step = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title, exact: true });

describe('with the keyboard alone', { timeout: 200_000 }, () => {
  it('a whole meeting is led and followed', async () => {
    const guide = await comeByKeys('facilitator', 'Marieke');
    await button(guide, 'Bijeenkomst openen').waitFor();
    await press(guide, 'Bijeenkomst openen');
    const anna = await comeByKeys('participant', 'Anna');
    await button(guide, 'Anna toelaten').waitFor();
    await press(guide, 'Anna toelaten');
    await button(anna, 'Deelnemen').waitFor();
    await press(anna, 'Deelnemen');
    await circle(anna).waitFor();

    await press(guide, 'Volgende stap');
    await step(anna, 'Welkom terug').waitFor();
    expect(await focused(guide), 'the focus stays where it was when the step changes').toBe('Volgende stap');
    await guide.keyboard.press('Enter');
    await step(anna, 'Drie dagen kijken').waitFor();

    await press(guide, 'Rondje starten');
    await guide.getByRole('dialog').waitFor();
    await press(guide, 'Rondje starten');
    await button(guide, 'Ik geef het woord door').waitFor();
    await press(guide, 'Ik geef het woord door');
    await press(anna, 'Ik geef het woord door');
    await anna.getByRole('heading', { name: 'Het rondje is rond' }).waitFor();

    await keysOfTheMeeting(anna);
    await press(guide, 'Alle stappen (9), nog 70 min');
    await press(guide, 'Ga naar Wanneer neemt u rust?');
    await anna.getByRole('radio', { name: 'In de ochtend' }).waitFor();
    await tabTo(anna, 'In de ochtend');
    await anna.keyboard.press('Space');
    await anna.keyboard.press('ArrowDown');
    await press(anna, 'Antwoord geven');
    await anna.getByText('Dank u. U mag uw keuze nog veranderen.').waitFor();

    await press(guide, 'Ga naar Afsluiten');
    await step(anna, 'Afsluiten').waitFor();
    await press(guide, 'Bijeenkomst afronden');
    await guide.getByRole('dialog').waitFor();
    await press(guide, 'Afronden');
    await anna.getByRole('heading', { name: 'De bijeenkomst is afgelopen' }).waitFor();
    await guide.getByRole('heading', { name: 'Nabespreking' }).waitFor();
  });
});

/** Single keys work where nobody types, and never where somebody does. */
async function keysOfTheMeeting(anna: Page): Promise<void> {
  await anna.keyboard.press('m');
  await expect.poll(() => pressed(anna, 'Microfoon')).toBe('false');
  await anna.locator('h1').focus();
  await anna.keyboard.down(' ');
  await expect.poll(() => pressed(anna, 'Microfoon'), { message: 'held to talk' }).toBe('true');
  await anna.keyboard.up(' ');
  await expect.poll(() => pressed(anna, 'Microfoon')).toBe('false');
  await anna.keyboard.press('h');
  await expect.poll(() => pressed(anna, 'Hand opsteken')).toBe('true');
  await anna.keyboard.press('?');
  await anna.getByRole('dialog', { name: 'Sneltoetsen' }).waitFor();
  await kring.axe(anna, 'shortcuts');
  await anna.keyboard.press('Escape');
  await anna.keyboard.press('c');
  await anna.getByRole('textbox', { name: 'Bericht', exact: true }).focus();
  await anna.keyboard.type('hm');
  expect(await pressed(anna, 'Hand opsteken'), 'typing is typing').toBe('true');
  await anna.locator('h1').focus();
  await anna.keyboard.press('c');
}
