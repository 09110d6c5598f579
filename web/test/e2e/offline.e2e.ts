import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();
const module = 'Uw stress in beeld';
const moment = (page: Page) => page.getByRole('textbox', { name: 'Beschrijf één moment' });
const away = (page: Page) => page.getByText('U bent niet verbonden.');

/** The service worker is in charge and has all of the client. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

/** What the server has of the module that is open. */
async function answer(page: Page): Promise<{ rev: number; text: string | undefined }> {
  const read = await page.request.get(`/api/assignments/${page.url().split('/').pop()}`);
  const { answer: { rev, values } } = (await read.json()) as { answer: { rev: number; values: Record<string, { text?: string }> } };
  return { rev, text: Object.values(values).find(({ text }) => text?.startsWith('met verbinding'))?.text };
}

/** What is kept on this device of anybody. */
const own = (context: BrowserContext) => context.pages()[0]!.evaluate(() => caches.keys().then((names) => names.filter((name) => name.startsWith('kring-own-'))));

describe('without a connection', () => {
  it('what was opened before is there, words are safe, and the server gets them once', async () => {
    const anna = await kring.signIn('participant', 'Anna', { viewport: phone, serviceWorkers: 'allow' });
    const context = anna.context();
    await ready(anna);
    await anna.goto('/plan');
    await anna.getByRole('textbox').first().fill('Mijn hart gaat sneller');
    await anna.getByText('Opgeslagen', { exact: true }).waitFor();
    await anna.goto('/vandaag');
    await anna.getByRole('heading', { name: 'Huiswerk' }).waitFor();
    await anna.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link', { name: 'Omgaan met stress' }).click();
    await anna.getByRole('link', { name: 'Huiswerk' }).click();
    await anna.getByRole('link', { name: module }).click();
    await moment(anna).fill('met verbinding');
    await anna.getByText('Opgeslagen', { exact: true }).waitFor();
    const url = anna.url();
    const before = await answer(anna);

    await context.setOffline(true);
    await anna.reload();
    expect(await moment(anna).inputValue()).toBe('met verbinding');
    await away(anna).waitFor();
    await moment(anna).fill('met verbinding, en in de tunnel');
    await anna.getByText('Geen verbinding', { exact: false }).first().waitFor();
    await kring.axe(anna, 'a module without a connection');
    await anna.getByRole('button', { name: 'Hulp nu' }).click();
    await anna.getByRole('dialog').getByText('Mijn hart gaat sneller').waitFor();
    await anna.getByRole('dialog').getByText('0800-0113').first().waitFor();
    await anna.close();

    const next = await context.newPage();
    await next.goto('/vandaag');
    await next.getByText(/U bent niet verbonden\. U ziet wat er om \d\d:\d\d was\./).waitFor();
    await next.getByRole('heading', { name: 'Huiswerk' }).waitFor();
    await kring.axe(next, 'Vandaag without a connection');
    await next.goto(url);
    expect(await moment(next).inputValue()).toBe('met verbinding, en in de tunnel');

    await context.setOffline(false);
    await next.getByText('Opgeslagen', { exact: true }).waitFor();
    await away(next).waitFor({ state: 'detached' });
    const after = await answer(next);
    expect(after).toEqual({ rev: before.rev + 1, text: 'met verbinding, en in de tunnel' });

    await next.getByText('Meer', { exact: true }).click();
    await next.getByRole('button', { name: 'Uitloggen' }).click();
    await next.getByRole('link', { name: 'Kies Anna' }).waitFor();
    expect(await own(context)).not.toContainEqual(expect.stringMatching(/kring-own-(?!nobody)/));
    await context.setOffline(true);
    await next.goto('/plan');
    expect(await next.getByText('Mijn hart gaat sneller').count()).toBe(0);
  });
});
