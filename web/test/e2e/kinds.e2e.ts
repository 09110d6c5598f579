import { describe, expect, it } from 'vitest';
import { desktop, useKring } from './harness';
import { button, countConnections, hears, seatOf, sees } from './meeting';
import { plannedNow } from './planned';

const kring = useKring();

describe('a meeting of which some sit in one room', { timeout: 120_000 }, () => {
  it('the device there has a seat, people check in with their phone and vote, and attendance has both', async () => {
    const { meeting, guide, members: [anna, bram] } = await plannedNow(kring, 'hybrid', 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await guide.goto(meeting);
    await button(guide, 'Verder naar de wachtkamer').click();
    await button(guide, 'Bijeenkomst openen').click();

    await button(guide, 'Apparaat in de ruimte').click();
    const address = (await guide.locator('.kring-code__address').textContent()) ?? '';
    await kring.axe(guide, 'the code for the device');
    await guide.keyboard.press('Escape');
    const device = await kring.visit('/', { viewport: desktop });
    await device.addInitScript(countConnections);
    await device.goto(address);
    await device.reload(); // The address itself was only a fragment of the page that was open.
    await kring.axe(device, 'the page of the device');
    await button(device, 'Verder met dit apparaat').click();
    await button(device, 'Verder naar de wachtkamer').click();
    await button(guide, 'De ruimte toelaten').click();
    await button(device, 'Deelnemen').click();

    await bram.goto(meeting);
    await button(bram, 'Verder naar de wachtkamer').click();
    await button(guide, 'Bram toelaten').click();
    await button(bram, 'Deelnemen').click();
    await seatOf(bram, 'De ruimte').waitFor();
    await sees(bram, 'De ruimte');
    await hears(bram, 'De ruimte');
    await sees(device, 'Bram');
    expect(await device.getByRole('button', { name: 'Hand opsteken' }).count()).toBe(0);
    await kring.axe(device, 'the circle on the device');

    await anna.goto(`${meeting}?ruimte`);
    await button(guide, 'Anna toelaten').click();
    await button(anna, 'Deelnemen').click();
    await button(guide, 'Peiling').click();
    await guide.getByRole('textbox', { name: 'Uw vraag' }).fill('Hoe gaat het?');
    await guide.getByRole('textbox', { name: 'Antwoorden' }).fill('Goed\nGaat wel');
    await button(guide, 'Vraag klaarzetten').click();
    await button(guide, 'Stel nu: Hoe gaat het?').click();
    await anna.getByText('Gaat wel', { exact: true }).click();
    await button(anna, 'Antwoord geven').click();
    await anna.getByText('Dank u. U mag uw keuze nog veranderen.').waitFor();
    await kring.axe(anna, 'a phone in the room, with a poll');
    expect(await device.getByText('Gaat wel').count()).toBe(0);
    await button(guide, 'Uitslag aan iedereen tonen').click();
    await device.getByText('Gaat wel').waitFor();

    await button(guide, 'Bijeenkomst sluiten').click();
    await device.getByRole('heading', { name: 'De bijeenkomst is voorbij' }).waitFor();
    await guide.goto(`${meeting}/verslag`);
    const attendance = guide.getByRole('list', { name: 'Aanwezigheid' });
    await attendance.getByRole('listitem').filter({ hasText: 'Anna' }).getByText('In de ruimte').waitFor();
    await attendance.getByRole('listitem').filter({ hasText: 'Bram' }).getByText('Via video').waitFor();
    expect(await attendance.getByText('De ruimte', { exact: true }).count()).toBe(0);
    expect((await device.request.get('/api/session')).ok()).toBe(true);
  });
});
