import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, phone, useKring } from './harness';
import { button, inTheCircle, ownAddress, seatOf } from './meeting';

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
    await log(joris).getByText('Let even op Anna').waitFor();
  });
});

describe('a conversation between two', { timeout: 120_000 }, () => {
  it('is offered, booked, put into the calendar, and called off', async () => {
    const guide = await kring.signIn('facilitator', 'Marieke', { viewport: desktop });
    await guide.getByRole('link', { name: 'Omgaan met stress', exact: true }).click();
    await guide.getByRole('link', { name: 'Gesprekken' }).click();
    await guide.getByRole('combobox', { name: 'Hoeveel, na elkaar' }).selectOption('2');
    await button(guide, 'Aanbieden').click();
    await expect.poll(() => guide.getByRole('button', { name: /^Intrekken:/ }).count()).toBe(2);
    await kring.axe(guide, 'offer of conversations');

    const anna = await kring.signIn('participant', 'Anna', { viewport: phone });
    await anna.getByRole('link', { name: 'Kies een moment' }).click();
    await anna.getByRole('button', { name: /^Kiezen:/ }).first().click();
    await anna.getByRole('link', { name: 'In mijn agenda' }).waitFor();
    await kring.axe(anna, 'a booked conversation on a phone');
    const file = await anna.evaluate(async () => (await fetch(document.querySelector<HTMLAnchorElement>('a[download]')?.href ?? '')).text());
    expect(file).toContain('METHOD:PUBLISH');
    expect(file).not.toContain('stress');
    const bram = await kring.signIn('participant', 'Bram', { viewport: phone });
    await bram.getByRole('link', { name: 'Kies een moment' }).click();
    await expect.poll(() => bram.getByRole('button', { name: /^Kiezen:/ }).count()).toBe(1);
    expect(await bram.getByText('Anna').count()).toBe(0);

    await guide.reload();
    await guide.getByText('Anna, met Marieke').waitFor();
    await guide.getByRole('button', { name: /^Afzeggen:/ }).first().click();
    await anna.goto('/vandaag');
    await anna.getByText('Afgezegd').waitFor();
  });
});

describe('the practice room', { timeout: 120_000 }, () => {
  it('is there without anybody; what was tried is ticked off; a facilitator comes along', async () => {
    const carla = await kring.signIn('participant', 'Carla', { viewport: phone });
    await carla.getByRole('link', { name: 'Eerst oefenen met camera en geluid' }).first().click();
    await button(carla, 'Verder naar de wachtkamer').click();
    await button(carla, 'Deelnemen').click();
    await carla.getByRole('heading', { level: 1, name: 'Oefenkamer' }).waitFor();
    await carla.getByText('net als bij een echte bijeenkomst').getByText('(gelukt)').waitFor({ state: 'attached' });
    await button(carla, 'Hand opsteken').click();
    await carla.getByText('Steek uw hand op.').getByText('(gelukt)').waitFor({ state: 'attached' });
    await button(carla, 'Hoor uzelf').click();
    await kring.axe(carla, 'practice room');
    const guide = await kring.signIn('facilitator', 'Marieke', { viewport: desktop });
    await guide.getByRole('link', { name: 'Omgaan met stress', exact: true }).click();
    await guide.getByRole('link', { name: 'Deelnemers' }).click();
    await guide.getByRole('link', { name: 'Oefenen met Carla' }).click();
    await button(guide, 'Verder naar de wachtkamer').click();
    await button(guide, 'Deelnemen').click();
    await seatOf(carla, 'Marieke').waitFor();
  });
});

describe('reading along', { timeout: 120_000 }, () => {
  it('what somebody types is read letter by letter; captions come from whom the facilitator appoints', async () => {
    const { guide, members: [anna, bram] } = await inTheCircle(kring, 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await anna.getByText('Meetypen en ondertitels').click();
    await anna.getByRole('textbox', { name: 'Typ wat u wilt zeggen' }).pressSequentially('Ik ben het er', { delay: 40 });
    await seatOf(bram, 'Anna').getByText('Ik ben het er').waitFor({ state: 'attached' });
    await guide.getByText('Meetypen en ondertitels').click();
    await guide.getByRole('combobox', { name: 'Wie schrijft de ondertitels?' }).selectOption({ label: 'Bram' });
    const box = bram.getByRole('textbox', { name: 'Ondertitels schrijven' });
    await box.pressSequentially('En toen dacht ik', { delay: 20 });
    await box.press('Enter');
    await anna.getByRole('log', { name: 'Ondertitels' }).getByText('En toen dacht ik').waitFor();
    await button(anna, 'Heel groot').click();
    await kring.axe(anna, 'captions');

    await button(guide, 'Opname starten').click();
    for (const page of [guide, anna, bram]) await page.getByRole('dialog', { name: 'Mag deze bijeenkomst worden opgenomen?' }).getByRole('button', { name: 'Ja, neem mij op' }).click();
    await expect.poll(() => bram.getByRole('region', { name: 'Opname van deze bijeenkomst' }).innerText()).toContain('De opname loopt.');
    await box.fill('dat ik rust nodig had');
    await box.press('Enter');
    await anna.getByRole('log', { name: 'Ondertitels' }).getByText('dat ik rust nodig had').waitFor();
    await button(guide, 'Bijeenkomst sluiten').click();
    await anna.getByRole('heading', { level: 1, name: 'De bijeenkomst is afgelopen' }).waitFor();
    await anna.goto('/vandaag');
    await anna.getByRole('link', { name: /Omgaan met stress/ }).first().click();
    await anna.getByRole('link', { name: 'Opnames' }).click();
    await anna.getByRole('link', { name: /terugkijken/ }).click();
    await button(anna, 'Ondertitels aan').click();
    await expect.poll(() => anna.evaluate(() => [...(document.querySelector('video')?.textTracks[0]?.cues ?? [])].map((cue) => (cue as VTTCue).text))).toEqual(['dat ik rust nodig had']);
    await kring.axe(anna, 'a recording with captions');
  });
});
