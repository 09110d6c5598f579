import { describe, expect, it } from 'vitest';
import { desktop, phone, useKring } from './harness';
import {
  atTheCheck, atTheDoor, button, circle, comeIn, hears, hearsNothingOf, inTheCircle, joinable, ownAddress, patience, pressed, seatOf, sees, seesNothingOf,
} from './meeting';

const kring = useKring({ KRING_LISTEN: await ownAddress() });

describe('a meeting', { timeout: 120_000 }, () => {
  it('is opened by a facilitator; who is let in sees and hears everybody', async () => {
    const anna = await atTheCheck(kring, 'participant', 'Anna');
    await anna.getByRole('meter').waitFor();
    await kring.axe(anna, 'device check');
    await button(anna, 'Verder naar de wachtkamer').click();
    await anna.getByText('De bijeenkomst is nog niet open.').waitFor();
    await kring.axe(anna, 'waiting room');

    const guide = await atTheDoor(kring, 'facilitator', 'Marieke', { viewport: desktop });
    await guide.getByText('Er wacht 1 persoon.').waitFor();
    await kring.axe(guide, 'lobby of a facilitator');
    await button(guide, 'Bijeenkomst openen').click();
    await anna.getByText('De begeleider weet dat u er bent').waitFor();
    const bram = await atTheDoor(kring, 'participant', 'Bram');
    await guide.getByText('Er wachten 2 personen.').waitFor();
    expect(await bram.getByText('Anna').count(), 'nobody sees others wait').toBe(0);
    await button(guide, 'Iedereen toelaten').click();
    for (const page of [anna, bram]) {
      await button(page, 'Deelnemen').waitFor();
      await kring.axe(page, 'admitted');
      await button(page, 'Deelnemen').click();
    }

    for (const [page, others] of [[guide, ['Anna', 'Bram']], [anna, ['Marieke', 'Bram']], [bram, ['Marieke', 'Anna']]] as const) {
      for (const alias of others) {
        await sees(page, alias);
        await hears(page, alias);
      }
    }
    expect(await circle(anna).getByRole('listitem').count()).toBe(3);
    await kring.axe(anna, 'circle of a participant');
    await kring.axe(guide, 'circle of a facilitator');
    await button(anna, 'Hulp nu').click();
    await anna.getByRole('dialog', { name: 'Hulp nu' }).waitFor();
  });

  it('muting is silence, and only the person herself ends it', async () => {
    const { guide, members: [anna, bram] } = await inTheCircle(kring, 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await hears(bram, 'Anna');
    await button(anna, 'Microfoon').click();
    await expect.poll(() => pressed(anna, 'Microfoon')).toBe('false');
    await hearsNothingOf(bram, 'Anna');
    await seatOf(bram, 'Anna').getByText('microfoon uit').waitFor({ state: 'attached' });
    await button(anna, 'Microfoon').click();
    await hears(bram, 'Anna');

    await button(guide, 'Anna dempen').click();
    await expect.poll(() => pressed(anna, 'Microfoon')).toBe('false');
    await anna.getByText('Een begeleider heeft uw microfoon uitgezet.').first().waitFor();
    await hearsNothingOf(bram, 'Anna');
    await button(anna, 'Microfoon').click();
    await hears(bram, 'Anna');

    await button(guide, 'Iedereen dempen').click();
    await expect.poll(() => pressed(anna, 'Microfoon')).toBe('false');
    await expect.poll(() => pressed(bram, 'Microfoon')).toBe('false');
    expect(await pressed(guide, 'Microfoon')).toBe('true');
  });

  it('a camera goes off for everybody and comes back; a hand is seen in order', async () => {
    const { guide, members: [anna, bram] } = await inTheCircle(kring, 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await sees(bram, 'Anna');
    await button(anna, 'Camera').click();
    await seesNothingOf(bram, 'Anna');
    await button(anna, 'Camera').click();
    await sees(bram, 'Anna');

    await button(bram, 'Hand opsteken').click();
    await seatOf(guide, 'Bram').getByText('hand 1').waitFor();
    await button(anna, 'Hand opsteken').click();
    await seatOf(guide, 'Anna').getByText('hand 2').waitFor();
    await button(bram, 'Hand opsteken').click();
    await seatOf(guide, 'Anna').getByText('hand 1').waitFor();
    expect(await pressed(bram, 'Hand opsteken')).toBe('false');
  });

  it('keeps the seat over a reload, and over a restart of the server', async () => {
    const { guide, members: [anna] } = await inTheCircle(kring, 'Anna');
    if (!anna) throw new Error('one member');
    await sees(guide, 'Anna');
    await anna.reload();
    await button(anna, 'Deelnemen').click();
    await sees(guide, 'Anna');
    await sees(anna, 'Marieke');

    await kring.server.kill();
    await anna.getByText('Kring is even niet bereikbaar.').waitFor();
    await kring.server.start();
    await sees(guide, 'Anna');
    await sees(anna, 'Marieke');
  });

  it('who is removed comes back only through the waiting room, and not while it is locked', async () => {
    const { guide, members: [anna] } = await inTheCircle(kring, 'Anna');
    if (!anna) throw new Error('one member');
    await button(guide, 'Anna uit de bijeenkomst halen').click();
    await button(guide, 'Toch niet').click();
    await button(guide, 'Op slot').click();
    await button(guide, 'Anna uit de bijeenkomst halen').click();
    await anna.getByRole('heading', { name: 'U bent uit de bijeenkomst gehaald' }).waitFor();
    await kring.axe(anna, 'removed');
    await button(anna, 'Terug naar de wachtkamer').click();
    await anna.getByText('De bijeenkomst is nu op slot.').waitFor();
    await guide.getByText('Haal het slot eraf').waitFor();
    expect(await button(guide, 'Anna toelaten').count()).toBe(0);
    await button(guide, 'Op slot').click();
    await button(guide, 'Anna toelaten').click();
    await button(anna, 'Deelnemen').click();
    await sees(guide, 'Anna');
  });

  it('goes on in the newest window', async () => {
    const { members: [anna] } = await inTheCircle(kring, 'Anna');
    if (!anna) throw new Error('one member');
    const second = await anna.context().newPage();
    await second.goto(anna.url());
    await button(second, 'Verder naar de wachtkamer').click();
    await anna.getByRole('heading', { name: 'U doet nu ergens anders mee' }).waitFor();
    await button(second, 'Deelnemen').click();
    await circle(second).waitFor();
  });
});

describe('without a camera or microphone', { timeout: 120_000 }, () => {
  it.each([
    ['NotAllowedError', 'Kring mag uw camera en microfoon niet gebruiken'],
    ['NotFoundError', 'We vinden geen camera en microfoon'],
    ['NotReadableError', 'Een ander programma gebruikt uw camera en microfoon'],
  ])('%s is explained, and there is a way on: watch and listen', async (name, title) => {
    const { guide } = await inTheCircle(kring);
    const page = await kring.signIn('participant', 'Carla', { viewport: phone });
    await page.addInitScript((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', error));
    }, name);
    await page.goto(new URL(guide.url()).pathname);
    await page.getByText(title).waitFor();
    await kring.axe(page, `device check: ${name}`);
    await button(page, 'Verder naar de wachtkamer').click();
    await comeIn(page, guide, 'Carla');
    await seatOf(guide, 'Carla').getByText('microfoon uit').waitFor({ state: 'attached' });
    await seatOf(page, 'Marieke').waitFor();
  });

  it('a camera in use does not cost the microphone, and can be tried again', async () => {
    const page = await kring.signIn('participant', 'Daan', { viewport: phone });
    await page.addInitScript(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      let busy = true;
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        if (wanted?.video && busy) throw new DOMException('', 'NotReadableError');
        return real(wanted);
      };
      window.addEventListener('closed-the-other-program', () => (busy = false));
    });
    await page.goto(await joinable(page));
    await page.getByText('Een ander programma gebruikt uw camera').waitFor();
    await expect.poll(() => pressed(page, 'Microfoon')).toBe('true');
    expect(await pressed(page, 'Camera')).toBe('false');
    await page.evaluate(() => window.dispatchEvent(new Event('closed-the-other-program')));
    await button(page, 'Opnieuw proberen').click();
    await expect.poll(() => pressed(page, 'Camera')).toBe('true');
    await page.getByText('Een ander programma gebruikt uw camera').waitFor({ state: 'detached' });
  });

  it('a camera that cannot blur: the page does, on the phone itself', async () => {
    const asked: string[] = [];
    const page = await atTheCheck(kring, 'participant', 'Daan', { viewport: phone }, async (one) => {
      one.on('request', (request) => asked.push(request.url()));
    });
    const sharpness = () => page.evaluate(pictureSharpness);
    await expect.poll(sharpness, patience).toBeGreaterThan(0);
    const before = await sharpness();
    expect(asked.filter((url) => url.includes('selfie')), 'nothing of it comes unasked').toEqual([]);
    await page.getByRole('checkbox', { name: 'Maak vaag wat achter mij is' }).check();
    await page.getByText('Even geduld. Uw eigen beeld').waitFor({ state: 'detached' });
    await expect.poll(sharpness, patience).toBeLessThan(before / 2); // A test picture has nobody in it: all of it is behind.
    const frames = () => page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
    const seen = await frames();
    await expect.poll(frames, patience).toBeGreaterThan(seen + 3);
    await kring.axe(page, 'device check, blurred');
    await page.getByRole('checkbox', { name: 'Maak vaag wat achter mij is' }).uncheck();
    await expect.poll(sharpness, patience).toBeGreaterThan(before / 2);
  });
});

describe('the end of a meeting', { timeout: 120_000 }, () => {
  it('is a goodbye, for who leaves and for who stays', async () => {
    const { guide, members: [anna, bram] } = await inTheCircle(kring, 'Anna', 'Bram');
    if (!anna || !bram) throw new Error('two members');
    await button(anna, 'Verlaten').click();
    await anna.getByRole('heading', { name: 'U hebt de bijeenkomst verlaten' }).waitFor();
    await guide.getByText('Anna is weggegaan.').first().waitFor();
    await button(guide, 'Bijeenkomst sluiten').click();
    await bram.getByRole('heading', { name: 'De bijeenkomst is afgelopen' }).waitFor();
    await kring.axe(bram, 'the meeting is over');
    await button(anna, 'Terug naar de bijeenkomst').click();
    await anna.getByRole('heading', { name: 'De bijeenkomst is al afgelopen' }).waitFor();
  });
});

/** How much neighbouring points of the own picture differ. */
function pictureSharpness(): number {
  const video = document.querySelector('video');
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const onCanvas = canvas.getContext('2d');
  if (!video?.videoWidth || !onCanvas) return 0;
  onCanvas.drawImage(video, 0, 0, 320, 180);
  const { data } = onCanvas.getImageData(0, 0, 320, 180);
  let sum = 0;
  for (let i = 4; i < data.length; i += 4) sum += Math.abs((data[i] ?? 0) - (data[i - 4] ?? 0));
  return sum;
}
