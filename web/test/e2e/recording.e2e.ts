import type { Browser, Page as FirefoxPage } from 'puppeteer-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchFirefox, press } from './firefox';
import { desktop, phone, useKring } from './harness';
import { atTheDoor, button, circle, comeIn, patience } from './meeting';
import { speakAs, voices } from './tones';

const kring = useKring();
let firefox: Browser;
beforeAll(async () => {
  firefox = await launchFirefox();
});
afterAll(() => firefox.close());

const question = (page: Page) => page.getByRole('dialog', { name: 'Mag deze bijeenkomst worden opgenomen?' });
const yes = (page: Page) => question(page).getByRole('button', { name: 'Ja, neem mij op' }).click();
const sign = (page: Page) => page.getByRole('region', { name: 'Opname van deze bijeenkomst' });
const records = (page: Page, own: string) => expect.poll(() => sign(page).innerText(), patience).toContain(`De opname loopt. ${own}`);

/** At the door with a voice; Anna has a camera too. */
function person(role: string, alias: string, viewport = phone): Promise<Page> {
  return atTheDoor(kring, role, alias, { viewport }, (page) => speakAs(page, alias, alias === 'Anna'));
}

/** In which seconds of the film each voice is heard: what anybody who watches could hear. */
function heardIn(page: Page, film: string): Promise<Record<string, number[]>> {
  return page.evaluate(async ([address, tones]) => {
    const bytes = await fetch(address as string, { cache: 'no-store' }).then((answer) => answer.arrayBuffer());
    const sound = await new AudioContext({ sampleRate: 16_000 }).decodeAudioData(bytes);
    const samples = sound.getChannelData(0);
    // Windows of a tenth of a second: no clock of a computer is exactly another's.
    const level = (hertz: number, second: number) => {
      let sum = 0;
      for (let window = second * 16_000; window < (second + 1) * 16_000; window += 1_600) {
        let [sin, cos] = [0, 0];
        for (let i = window; i < window + 1_600; i++) {
          sin += (samples[i] ?? 0) * Math.sin((2 * Math.PI * hertz * i) / 16_000);
          cos += (samples[i] ?? 0) * Math.cos((2 * Math.PI * hertz * i) / 16_000);
        }
        sum += Math.hypot(sin, cos) / 8_000;
      }
      return sum;
    };
    const seconds = Array.from({ length: Math.floor(sound.duration) }, (_, second) => second);
    return Object.fromEntries(Object.entries(tones as Record<string, number>).map(([alias, hertz]) => [alias, seconds.filter((second) => level(hertz, second) > 0.01)]));
  }, [film, voices] as const);
}

type Playing = { at: number; frames: number };

/** Runs in the page. */
function playing(): Playing {
  const film = document.querySelector('video');
  return { at: film?.currentTime ?? 0, frames: film?.getVideoPlaybackQuality().totalVideoFrames ?? 0 };
}

/** Pictures come and time goes on. */
async function plays(page: Page | FirefoxPage): Promise<void> {
  const before = await (page as Page).evaluate(playing);
  await expect.poll(async () => {
    const now = await (page as Page).evaluate(playing);
    return now.frames > before.frames + 3 && now.at > before.at;
  }, patience).toBe(true);
}

it('is asked, recorded, watched back, and left', { timeout: 170_000 }, async () => {
  const guide = await person('facilitator', 'Marieke', desktop);
  await button(guide, 'Bijeenkomst openen').click();
  await circle(guide).waitFor();
  const [anna, bram] = [await person('participant', 'Anna'), await person('participant', 'Bram')];
  await comeIn(anna, guide, 'Anna');
  await comeIn(bram, guide, 'Bram');

  await button(guide, 'Volgende stap').click();
  await button(guide, 'Opname starten').click();
  await question(anna).waitFor();
  await kring.axe(anna, 'the question whether it may be recorded');
  await anna.keyboard.press('Escape');
  await expect.poll(() => sign(anna).innerText(), patience).toContain('U hebt nog niet gekozen');
  await sign(anna).getByRole('button', { name: 'Kiezen' }).press('Enter');
  await yes(anna);
  await question(bram).getByRole('button', { name: 'Nee, neem mij niet op' }).click();
  await yes(guide);
  await records(anna, 'U wordt opgenomen.');
  await records(bram, 'U wordt niet opgenomen.');
  await anna.getByRole('log', { name: 'Wat er gebeurt' }).getByText('De opname loopt.').waitFor();
  const begun = Date.now();

  const carla = await person('participant', 'Carla');
  await sign(carla).waitFor();
  await button(guide, 'Carla toelaten').click();
  await question(carla).waitFor();
  await carla.keyboard.press('Escape');
  await button(carla, 'Deelnemen').click();
  await kring.axe(bram, 'a meeting that is recorded');
  await button(guide, 'Volgende stap').click();
  await expect.poll(() => Date.now() - begun, patience).toBeGreaterThan(8_000);
  const carlas = (Date.now() - begun) / 1000;
  await sign(carla).getByRole('button', { name: 'Kiezen' }).click();
  await yes(carla);
  await records(carla, 'U wordt opgenomen.');
  await expect.poll(() => Date.now() - begun, patience).toBeGreaterThan(carlas * 1000 + 7_000);

  const daan = await kring.signIn('participant', 'Daan', { viewport: phone });
  await daan.getByRole('link', { name: /Omgaan met stress/ }).first().click();
  await daan.getByRole('link', { name: 'Opnames' }).click();
  await button(guide, 'Bijeenkomst sluiten').click();
  await anna.getByRole('heading', { level: 1, name: 'De bijeenkomst is afgelopen' }).waitFor();
  const ended = Date.now();
  const watch = daan.getByRole('link', { name: /terugkijken/ });
  await watch.click();
  await daan.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  expect(Date.now() - ended, 'ready after the end, in ms').toBeLessThan(5_000);
  // Keys alone: a space plays, the arrow goes on by ten seconds, a chapter is a button.
  await daan.getByRole('button', { name: 'Afspelen' }).focus();
  await daan.keyboard.press('Enter');
  await plays(daan);
  await kring.axe(daan, 'the player');
  const chapters = daan.getByRole('navigation', { name: 'Onderdelen' }).getByRole('button');
  expect(await chapters.count()).toBe(2);
  await chapters.last().press('Enter');
  await expect.poll(async () => (await daan.evaluate(playing)).at, patience).toBeGreaterThan(2);
  await chapters.first().press('Enter');
  await daan.getByLabel('Snelheid').selectOption('2');
  const length = await daan.getByRole('slider').getAttribute('max');
  const film = (await daan.locator('video').getAttribute('src'))!;
  const heard = await heardIn(daan, film);
  expect(heard.Bram, 'said no').toEqual([]);
  expect(heard.Anna?.length, 'said yes').toBeGreaterThan(8);
  expect(heard.Carla?.length, 'said yes later').toBeGreaterThan(3);
  expect(Math.min(...heard.Carla!), 'before Carla was asked').toBeGreaterThan(carlas - 1.5);
  await daan.waitForFunction(() => document.querySelector('video')?.ended);

  await guide.goto(new URL(daan.url()).pathname);
  await guide.getByText(/bekeek \d+%/).waitFor();
  await kring.axe(guide, 'the player for who guides');

  const bram2 = kring.server.people.find((one) => one.alias === 'Bram')!;
  const other = await firefox.newPage();
  await other.goto(bram2.url);
  await press(other, 'Inloggen');
  await other.locator('::-p-aria([name="Vandaag"][role="heading"])').wait();
  await other.goto(daan.url());
  await press(other, 'Afspelen');
  await plays(other);

  await anna.goto('/toestemmingen');
  await anna.getByRole('switch', { name: /Ik sta in de opname/ }).click();
  await anna.getByRole('button', { name: 'Ja, wis mijn geluid en beeld' }).click();
  await anna.getByText('U liet zich eruit halen').waitFor();
  await kring.axe(anna, 'own recordings after leaving one');
  await daan.reload();
  await daan.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  expect(await daan.getByRole('slider').getAttribute('max')).toBe(length);
  const left = await heardIn(daan, (await daan.locator('video').getAttribute('src'))!);
  expect(left.Anna, 'left').toEqual([]);
  expect(left.Marieke).toEqual(heard.Marieke);
});
