import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Detour, detourAddress } from './detour';
import { useKring } from './harness';
import {
  bytesOfPictures, button, circle, freePort, hears, hearsNothingOf, inTheCircle, ownAddress, patience, received, screenOf, seatOf, sees,
} from './meeting';

const port = await freePort();
const kring = useKring({ KRING_LISTEN: await ownAddress(), KRING_RTC_PORT: String(port), KRING_RTC_IP: detourAddress });
let detour: Detour;
beforeAll(async () => {
  detour = await Detour.listen(port);
});
afterAll(() => detour.close());

async function withAnna(): Promise<{ guide: Page; anna: Page }> {
  const { guide, members: [anna] } = await inTheCircle(kring, 'Anna');
  if (!anna) throw new Error('one member');
  await sees(anna, 'Marieke');
  return { guide, anna };
}

describe('a shared screen', { timeout: 120_000 }, () => {
  it('is seen and heard by the others, is taken over, and ends for everybody', async () => {
    const { guide, anna } = await withAnna();
    await button(anna, 'Meer').click();
    await button(anna, 'Scherm delen').click();
    await anna.getByText('U deelt uw scherm.').waitFor();
    await guide.getByText('Anna deelt het scherm.').waitFor();
    await expect.poll(() => screenOf(guide), patience).toEqual({ picture: true, sound: true });
    await kring.axe(guide, 'a shared screen');
    await kring.axe(anna, 'sharing a screen');
    expect(await screenOf(anna), 'who shares does not get it back').toEqual({ picture: false, sound: false });

    await button(guide, 'Meer').click();
    await button(guide, 'Scherm delen').click();
    await anna.getByText('Marieke deelt het scherm.').waitFor();
    await anna.getByText('U deelt uw scherm.').waitFor({ state: 'detached' });
    await expect.poll(() => screenOf(anna), patience).toEqual({ picture: true, sound: true });
    await button(anna, 'Meer').click();
    await anna.getByText('Marieke deelt al een scherm.').waitFor();
    await anna.keyboard.press('Escape');
    await button(guide, 'Stop met delen').click();
    await anna.getByText('Marieke deelt het scherm.').waitFor({ state: 'detached' });
  });
});

describe('what is not seen', { timeout: 120_000 }, () => {
  it('costs nothing: sound only in one tap, and pictures out of view', async () => {
    const { anna } = await withAnna();
    await button(anna, 'Alleen geluid').click();
    await anna.getByText('U ziet geen beelden van anderen.').waitFor();
    await expect.poll(() => grown(anna), patience).toBe(0);
    await hears(anna, 'Marieke');
    await button(anna, 'Alleen geluid').click();
    await sees(anna, 'Marieke');

    await circle(anna).evaluate((list) => (list as HTMLElement).style.setProperty('translate', '0 400vh'));
    await expect.poll(() => grown(anna), patience).toBe(0);
    await hears(anna, 'Marieke');
    await circle(anna).evaluate((list) => (list as HTMLElement).style.removeProperty('translate'));
    await sees(anna, 'Marieke');
  });
});

describe('sound', { timeout: 120_000 }, () => {
  it('that is no longer played is restored with one button', async () => {
    const { anna } = await withAnna();
    await hears(anna, 'Marieke');
    await anna.evaluate(() => { // As a phone does after a call.
      for (const sound of document.querySelectorAll<HTMLAudioElement>('audio[data-sound]')) sound.pause();
    });
    await hearsNothing(anna);
    await button(anna, 'Geluid herstellen').click();
    await hears(anna, 'Marieke');
    await button(anna, 'Geluid herstellen').waitFor({ state: 'detached' });
  });

  it('of who is muted is silence in the loudspeaker itself', async () => {
    const { guide, anna } = await withAnna();
    await expect.poll(() => loudness(guide, 'Anna'), patience).toBeGreaterThan(0.001);
    await button(guide, 'Anna dempen').click();
    await hearsNothingOf(guide, 'Anna');
    expect(await loudness(guide, 'Anna')).toBeLessThan(1e-4);
    await button(anna, 'Microfoon').click();
    await expect.poll(() => loudness(guide, 'Anna'), patience).toBeGreaterThan(0.001);
  });
});

describe('another network', { timeout: 120_000 }, () => {
  it('that lets no UDP through is gone over TCP, on the same seat and connection', async () => {
    const { guide, anna } = await withAnna();
    await expect.poll(() => way(anna), patience).toBe('udp');
    const connections = await anna.evaluate(() => window.connections.length);
    detour.closeUDP();
    await expect.poll(() => way(anna), patience).toBe('tcp');
    const found = Date.now();
    await sees(anna, 'Marieke');
    expect(Date.now() - found, 'what the old way lost is not held against the new one').toBeLessThan(8_000);
    await sees(guide, 'Anna');
    expect(await anna.evaluate(() => window.connections.length), 'no new connection').toBe(connections);
    expect(await seatOf(anna, 'Marieke').count(), 'the seats').toBe(1);
    expect(await circle(guide).getByRole('listitem').count()).toBe(2);
    detour.openUDP();
  });
});

/** How packets go now: udp or tcp. */
function way(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const report = (await window.connections.at(-1)?.getStats()) ?? new Map();
    for (const entry of report.values()) {
      if (entry.type !== 'transport') continue;
      const own = report.get(report.get(entry.selectedCandidatePairId)?.localCandidateId);
      return own?.relayProtocol ?? own?.protocol;
    }
  });
}

/** Bytes of pictures that came within a second. */
async function grown(page: Page): Promise<number> {
  const before = await bytesOfPictures(page);
  await page.waitForTimeout(1_000);
  return (await bytesOfPictures(page)) - before;
}

/** Nothing of anybody is played for a while. */
async function hearsNothing(page: Page): Promise<void> {
  await expect.poll(async () => {
    const before = (await received(page, 'Marieke')).energy;
    await page.waitForTimeout(500);
    return (await received(page, 'Marieke')).energy - before;
  }, patience).toBe(0);
}

/** The loudest sample of this person's sound within half a second, as the page's own loudspeaker gets it. */
function loudness(page: Page, alias: string): Promise<number> {
  return seatOf(page, alias).locator('audio').evaluate(async (audio: HTMLAudioElement) => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(audio.srcObject as MediaStream).connect(analyser);
    await context.resume();
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let i = 0; i < 25; i++) {
      await new Promise((done) => setTimeout(done, 40));
      analyser.getFloatTimeDomainData(samples);
      loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
    }
    await context.close();
    return loudest;
  });
}
