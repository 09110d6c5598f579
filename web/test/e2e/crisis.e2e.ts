import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, phone, useKring } from './harness';
import { atTheDoor, button, circle, comeIn, hears, hearsNothingOf, ownAddress, seesNothingOf } from './meeting';

const kring = useKring({ KRING_LISTEN: await ownAddress() });

const title = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

const typesOf = (all: string[]) => new Set(all.map((text) => (JSON.parse(text) as { type: string }).type));

async function openMeeting(): Promise<Page> {
  const guide = await atTheDoor(kring, 'facilitator', 'Marieke', { viewport: desktop });
  await button(guide, 'Bijeenkomst openen').or(button(guide, 'Deelnemen')).click();
  await circle(guide).waitFor();
  return guide;
}

describe('help now, in a meeting', { timeout: 240_000 }, () => {
  it('the facilitator is warned silently and goes apart; the others notice nothing', async () => {
    const guide = await openMeeting();
    const anna = await atTheDoor(kring, 'participant', 'Anna');
    await title(anna, 'Waar bent u vandaag?').waitFor();
    await kring.axe(anna, 'check-in');
    await anna.getByLabel('Waar bent u nu?').fill('Thuis, Kerkstraat 1');
    await anna.getByLabel('Wie kunnen we bellen?').fill('Mijn zus Ans');
    await anna.getByLabel('Telefoonnummer van deze persoon').fill('06 12345678');
    await button(anna, 'Bewaren').click();
    await anna.getByText('We bewaren dit tot de bijeenkomst is afgelopen.').waitFor();
    await comeIn(anna, guide, 'Anna');

    const heard: string[] = [];
    const bram = await atTheDoor(kring, 'participant', 'Bram', { viewport: phone }, async (page) => {
      page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
    });
    await button(bram, 'Liever niet').click();
    await bram.getByText('U hebt niets ingevuld').waitFor();
    await comeIn(bram, guide, 'Bram');
    await hears(bram, 'Marieke');

    await button(anna, 'Hulp nu').click();
    await anna.getByRole('link', { name: 'Bel 112' }).waitFor();
    await kring.axe(anna, 'help now in a meeting');
    expect(await guide.getByText('Anna vraagt om hulp').count(), 'opening it does nothing').toBe(0);

    const before = heard.length;
    await button(anna, 'Waarschuw de begeleider').click();
    await title(guide, 'Anna vraagt om hulp').waitFor();
    await guide.getByText('Thuis, Kerkstraat 1').waitFor();
    await guide.getByText('Mijn zus Ans').waitFor();
    await anna.getByText('Uw begeleider ziet uw melding').waitFor();
    await kring.axe(guide, 'an alarm');
    await button(anna, 'Sluiten').click();
    expect([...typesOf(heard.slice(before))].filter((type) => type !== 'meeting.speaking'), 'what Bram was told').toEqual([]);

    await button(guide, 'Ga samen apart').click();
    await title(anna, 'U bent apart met Marieke').waitFor();
    await title(guide, 'U bent apart met Anna').waitFor();
    await title(bram, 'Even pauze').waitFor();
    await hears(anna, 'Marieke');
    await hearsNothingOf(bram, 'Marieke');
    await seesNothingOf(bram, 'Anna');
    await kring.axe(anna, 'apart');
    await kring.axe(bram, 'a pause');
    expect(heard.slice(before).join(''), 'nothing of it reaches Bram').not.toMatch(/Kerkstraat|apart|care/);

    await button(anna, 'Terug naar de groep').click();
    await title(bram, 'Even pauze').waitFor({ state: 'detached' });
    await hears(bram, 'Marieke');
    await button(guide, 'Melding afsluiten').click();
    await title(guide, 'Anna vraagt om hulp').waitFor({ state: 'detached' });

    await guide.goto('/vandaag');
    await guide.getByText('Vraag Anna hoe het gaat').waitFor();
    await kring.axe(guide, 'a follow-up');
    await button(guide, 'Gedaan: Anna gevraagd hoe het gaat').click();
    await guide.getByText('Vraag Anna hoe het gaat').waitFor({ state: 'detached' });
  });
});

describe('after the meeting', { timeout: 240_000 }, () => {
  it('the report is written while the facilitators talk; the group reads back its own lines', async () => {
    const guide = await openMeeting();
    const anna = await atTheDoor(kring, 'participant', 'Anna');
    await comeIn(anna, guide, 'Anna');
    // The last step is the one after which the meeting is rounded off.
    const finish = button(guide, 'Bijeenkomst afronden');
    for (let step = 0; step < 12 && !(await finish.isVisible()); step++) {
      const script = guide.getByRole('region', { name: 'Draaiboek' }).getByRole('heading');
      const before = await script.textContent();
      await button(guide, 'Volgende stap').click();
      await expect.poll(() => script.textContent(), { timeout: 20_000 }).not.toBe(before);
    }
    await finish.click();
    await button(guide, 'Afronden').click();
    await guide.getByLabel('1. Wat deden we?').fill('We ademden samen.');
    await guide.getByLabel('3. Wat was moeilijk?').fill('Anna was stil.');
    await kring.axe(guide, 'debrief');
    await button(guide, 'Verslag bewaren').click();
    await guide.getByText('Dit is bewaard.').waitFor();

    const path = `${new URL(guide.url()).pathname}/verslag`;
    await anna.goto(path);
    await anna.getByText('We ademden samen.').waitFor();
    expect(await anna.getByText('Anna was stil.').count(), 'a line for facilitators').toBe(0);
    await kring.axe(anna, 'read back');
    await guide.goto(path);
    await title(guide, 'Aanwezigheid').waitFor();
    await button(guide, 'Aanwezigheid van Bram veranderen').click();
    await guide.getByLabel('Hoe was deze persoon erbij?').selectOption('phone');
    await guide.getByLabel('Waarom verandert u dit?').fill('Belde in');
    await guide.getByRole('button', { name: 'Bewaren', exact: true }).click();
    await guide.getByText(/Alleen met geluid.*Belde in/).waitFor();
    await kring.axe(guide, 'report and attendance');
  });
});
