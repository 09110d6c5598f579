import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, useKring } from './harness';
import { button, inTheCircle, ownAddress } from './meeting';

const kring = useKring({ KRING_LISTEN: await ownAddress() });

const log = (page: Page) => page.getByRole('log', { name: /^Gesprek/ });

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Bericht' }).fill(text);
  await button(page, 'Versturen').click();
}

describe('the chat of a meeting', { timeout: 120_000 }, () => {
  it('is the meeting’s own; a message to a facilitator stays between the two; facilitators have a chat of their own', async () => {
    const { guide, members: [anna, bram] } = await inTheCircle(kring, 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    for (const page of [guide, anna, bram]) await button(page, 'Chat').click();
    await anna.getByText('Hier begint het gesprek bij deze bijeenkomst.').waitFor();
    await say(anna, 'Hallo allemaal');
    await log(bram).getByText('Hallo allemaal').waitFor();

    const to = anna.getByRole('combobox', { name: 'Aan' });
    expect(await to.getByRole('option').allTextContents()).toEqual(['Iedereen in de bijeenkomst', 'Alleen Marieke']);
    await to.selectOption({ label: 'Alleen Marieke' });
    await say(anna, 'Mag ik u straks even spreken?');
    await log(guide).getByText('Mag ik u straks even spreken?').waitFor();
    await log(guide).getByText('Alleen voor u').waitFor();
    await log(anna).getByText('Alleen voor Marieke').waitFor();
    await kring.axe(anna, 'meeting chat with a private message');
    await say(bram, 'En hallo terug');
    await log(guide).getByText('En hallo terug').waitFor();
    expect(await log(bram).getByText('even spreken').count()).toBe(0);

    await button(guide, 'Alleen begeleiders').click();
    await guide.getByText('Deelnemers zien niet dat dit gesprek er is.').waitFor();
    await say(guide, 'Let even op Anna');
    await kring.axe(guide, 'back channel');
    const joris = await kring.signIn('co-facilitator', 'Joris', { viewport: desktop });
    await joris.getByRole('link', { name: 'Begeleiders van Omgaan met stress' }).click();
    await button(joris, 'Alleen begeleiders').click();
    await log(joris).getByText('Let even op Anna').waitFor();
  });
});
