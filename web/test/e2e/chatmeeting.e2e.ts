import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';
import { button } from './meeting';
import { plannedNow } from './planned';

const kring = useKring();

describe('a meeting in writing', { timeout: 120_000 }, () => {
  it('goes from the door to the closing without a camera, and says so when its facilitator is gone', async () => {
    const { meeting, guide, members: [anna, bram] } = await plannedNow(kring, 'chat', 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await guide.goto(meeting);
    await anna.goto(meeting);
    await anna.getByRole('heading', { name: 'U bent in de wachtkamer' }).waitFor();
    await guide.getByText('Bericht aan wie wacht').click();
    await guide.getByRole('textbox', { name: 'Uw bericht' }).fill('We beginnen over vijf minuten.');
    await button(guide, 'Bijeenkomst openen').click(); // What was begun to be written stays.
    await button(guide, 'Anna toelaten').waitFor();
    await button(guide, 'Sturen').click();
    await anna.getByText('We beginnen over vijf minuten.', { exact: true }).waitFor();
    await kring.axe(anna, 'the waiting room of a meeting in writing, with a notice');

    await button(guide, 'Anna toelaten').click();
    await button(anna, 'Deelnemen').click();
    await bram.goto(meeting);
    await button(guide, 'Bram toelaten').click();
    await button(bram, 'Deelnemen').click();
    await anna.getByRole('textbox', { name: 'Bericht' }).fill('Ik ben er ook.');
    await button(anna, 'Versturen').click();
    await bram.getByText('Ik ben er ook.', { exact: true }).first().waitFor();
    for (const page of [guide, anna, bram]) expect(await page.evaluate(() => window.connections.length)).toBe(0);

    await button(guide, 'Tijd').click();
    await button(guide, 'Tijd starten').click();
    for (const page of [anna, bram]) await page.getByRole('timer').first().waitFor();
    const size = () => anna.getByRole('heading', { level: 1 }).evaluate((title) => Number.parseFloat(getComputedStyle(title).fontSize));
    const before = await size();
    await button(anna, 'Meer').click();
    await anna.getByRole('radio', { name: 'Groter' }).check();
    expect(await size()).toBeGreaterThan(before);
    await anna.keyboard.press('Escape');
    expect(await anna.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);

    await guide.goto('/vandaag');
    await anna.getByText('De begeleider is even weg', { exact: true }).waitFor();
    await kring.axe(anna, 'a meeting in writing without its facilitator, in large letters');
    await guide.goto(meeting);
    await button(guide, 'Deelnemen').or(button(guide, 'Bijeenkomst sluiten')).first().click();
    await anna.getByText('De begeleider is even weg', { exact: true }).waitFor({ state: 'detached' });
    await button(guide, 'Bijeenkomst sluiten').click();
    await anna.getByRole('heading', { name: 'De bijeenkomst is afgelopen' }).waitFor();
  });
});
