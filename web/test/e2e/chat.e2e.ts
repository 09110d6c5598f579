import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

async function toChat(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Chat van/ }).click();
  await page.getByRole('log', { name: 'Berichten' }).waitFor();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Bericht' }).fill(text);
  await page.getByRole('button', { name: 'Versturen' }).click();
}

/** The texts on the page in order, as a person reads them; what is still on its way counts too. */
const texts = (page: Page) => page.locator('.kring-bubble__text').allTextContents();

/** The texts that begin with a word, once none of them is on its way any more. */
async function stored(page: Page, word: string): Promise<string[]> {
  await page.locator('.kring-bubble--pending').first().waitFor({ state: 'detached' });
  return (await texts(page)).filter((text) => text.startsWith(word));
}

/** Sends many messages over a socket of the page's own, each after the server confirmed the one before. */
async function sendMany(page: Page, word: string, count: number): Promise<void> {
  await page.evaluate(async ([begin, many]) => {
    const session = await (await fetch('/api/session')).json() as { groups: { channel: string }[] };
    const channel = session.groups[0]?.channel;
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/live`);
    await new Promise((open) => { socket.onopen = open; });
    for (let i = 1; i <= (many as number); i++) {
      const sent = new Promise<void>((done) => {
        socket.onmessage = ({ data }) => { if ((JSON.parse(data as string) as { type: string }).type === 'chat.sent') done(); };
      });
      socket.send(JSON.stringify({ type: 'chat.send', channel, clientId: `${begin as string}-${i}`, text: `${begin as string} ${i}` }));
      await sent;
    }
    socket.close();
  }, [word, count] as const);
}

describe('the chat of a group', () => {
  it('shows a message once on every open tab of everybody, and keeps it over a reload', async () => {
    const bram = await kring.signIn('participant', 'Bram', { viewport: phone });
    const anna = await kring.signIn('participant', 'Anna');
    await toChat(bram);
    await toChat(anna);
    const second = await anna.context().newPage();
    await second.goto(anna.url());
    await second.getByRole('log', { name: 'Berichten' }).waitFor();
    await say(bram, 'Tot straks allemaal');
    for (const page of [bram, anna, second]) {
      await page.getByText('Tot straks allemaal').waitFor();
      expect(await stored(page, 'Tot straks')).toEqual(['Tot straks allemaal']);
    }
    await kring.axe(bram, 'chat');
    await anna.reload();
    await anna.getByText('Tot straks allemaal').waitFor();
    expect(await stored(anna, 'Tot straks')).toEqual(['Tot straks allemaal']);
  });

  it('loses nothing when the server is killed: what waited arrives once, in order', async () => {
    const carla = await kring.signIn('participant', 'Carla');
    const daan = await kring.signIn('participant', 'Daan');
    await toChat(carla);
    await toChat(daan);
    await say(carla, 'Stroom 1');
    await daan.getByText('Stroom 1').waitFor();
    await kring.server.kill();
    await carla.getByText('U bent even niet verbonden').waitFor();
    await say(carla, 'Stroom 2');
    await say(carla, 'Stroom 3');
    await carla.getByText('Wacht op verbinding').first().waitFor();
    await kring.axe(carla, 'chat without a connection');
    await kring.server.start();
    for (const page of [carla, daan]) {
      await page.getByText('Stroom 3').waitFor({ timeout: 40_000 });
      await expect.poll(() => stored(page, 'Stroom'), { timeout: 20_000 }).toEqual(['Stroom 1', 'Stroom 2', 'Stroom 3']);
    }
  });

  it('scrolls back to the first message, each once and in order', async () => {
    const esra = await kring.signIn('participant', 'Esra');
    await sendMany(esra, 'Bladzij', 120);
    await toChat(esra);
    await esra.getByText('Bladzij 120', { exact: true }).waitFor();
    const log = esra.getByRole('log', { name: 'Berichten' });
    while (!(await esra.getByText('Hier begint het gesprek').isVisible())) {
      await log.evaluate((box) => { box.scrollTop = 0; });
      await esra.waitForFunction((before) => document.querySelectorAll('.kring-bubble').length > before
        || document.querySelector('.kring-log__begin') !== null, await esra.locator('.kring-bubble').count());
    }
    const all = await texts(esra);
    expect(all.filter((text) => text.startsWith('Bladzij'))).toEqual(Array.from({ length: 120 }, (_, i) => `Bladzij ${i + 1}`));
    expect(all[0]).toContain('Welkom allemaal');
  });

  it('counts what is unread, and no longer when it was read', async () => {
    const fons = await kring.signIn('participant', 'Fons');
    const joris = await kring.signIn('co-facilitator');
    await toChat(joris);
    await say(joris, 'Ongelezen bericht');
    await joris.getByText('Ongelezen bericht').waitFor();
    await fons.reload();
    await fons.getByText(/\d+\+? nieuwe? bericht/).first().waitFor();
    await toChat(fons);
    await fons.getByText('Ongelezen bericht').waitFor();
    await expect.poll(async () => {
      const today = await fons.evaluate(async () => (await (await fetch('/api/today')).json()) as { messages: { unread: number }[] });
      return today.messages[0]?.unread;
    }).toBe(0);
  });
});
