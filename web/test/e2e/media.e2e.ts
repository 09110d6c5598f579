import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Detour, detourAddress } from './detour';
import { useKring } from './harness';
import { button, freePort, inTheCircle, ownAddress, screenOf } from './meeting';

const port = await freePort();
const kring = useKring({ KRING_LISTEN: await ownAddress(), KRING_RTC_PORT: String(port), KRING_RTC_IP: detourAddress });
let detour: Detour;
beforeAll(async () => {
  detour = await Detour.listen(port);
});
afterAll(() => detour.close());

describe('a shared screen', { timeout: 120_000 }, () => {
  it('is seen and heard by the others, and ends for everybody', async () => {
    const { guide, members: [anna] } = await inTheCircle(kring, 'Anna');
    if (!anna) throw new Error('one member');
    await button(guide, 'Meer').click();
    await button(guide, 'Scherm delen').click();
    await guide.getByText('U deelt uw scherm.').waitFor();
    await anna.getByText('Marieke deelt het scherm.').waitFor();
    await expect.poll(() => screenOf(anna), { timeout: 20_000 }).toMatchObject({ picture: true, sound: true });
    await kring.axe(anna, 'a shared screen');
    await kring.axe(guide, 'sharing a screen');
    await guide.screenshot({ path: '/tmp/kring/seats/share-guide.png' });
    await anna.screenshot({ path: '/tmp/kring/seats/share-anna.png' });
    expect(await screenOf(guide), 'who shares does not get it back').toMatchObject({ picture: false });
    await button(guide, 'Stop met delen').first().click();
    await anna.getByText('Marieke deelt het scherm.').waitFor({ state: 'detached' });
  });
});
