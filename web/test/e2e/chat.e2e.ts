import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

async function openChat(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Chat van Omgaan met stress' }).click();
  await page.getByRole('log').waitFor();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Bericht' }).fill(text);
  await page.getByRole('button', { name: 'Versturen', exact: true }).click();
}

const said = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });

/** Says many things fast, as a busy week would, over a socket of this page's own. The server takes 120 at once. */
async function talk(page: Page, count: number): Promise<void> {
  const channel = await page.evaluate(async () => {
    const session = (await (await fetch('/api/session')).json()) as { groups: { channel: string }[] };
    return session.groups[0]?.channel ?? '';
  });
  await page.evaluate(async ([id, n]) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/live`);
    await new Promise((opened) => socket.addEventListener('message', opened, { once: true }));
    for (let i = 1; i <= n; i++) {
      const answered = new Promise<MessageEvent>((resolve) => socket.addEventListener('message', resolve, { once: true }));
      socket.send(JSON.stringify({ type: 'chat.send', ref: `${i}`, channel: id, clientId: `vaak-${i}`, text: `Dag ${i}` }));
      const answer = JSON.parse((await answered).data as string) as { type: string };
      if (answer.type !== 'chat.sent') throw new Error(`message ${i}: ${answer.type}`);
    }
    socket.close();
  }, [channel, count] as const);
}

describe('the group chat', () => {
  it('shows a message at once on every open tab, once', async () => {
    const [anna, bram] = await Promise.all([kring.signIn('participant', 'Anna', { viewport: phone }), kring.signIn('participant', 'Bram')]);
    const annasOther = await kring.signIn('participant', 'Anna');
    await Promise.all([anna, bram, annasOther].map(openChat));
    await write(anna, 'Ik heb vandaag gewandeld.');
    await Promise.all([anna, bram, annasOther].map((page) => said(page, 'Ik heb vandaag gewandeld.').waitFor()));
    await bram.getByRole('article', { name: /^Anna,/ }).last().waitFor();
    await anna.getByText('Wordt verstuurd…').waitFor({ state: 'detached' });
    for (const page of [anna, bram, annasOther]) expect(await said(page, 'Ik heb vandaag gewandeld.').count()).toBe(1);
    await kring.axe(anna, 'chat on a phone');
    await kring.axe(bram, 'chat on a desktop');
  });

  it('sends with Enter, and a new line with Shift and Enter', async () => {
    const page = await kring.signIn('participant', 'Carla');
    await openChat(page);
    const box = page.getByRole('textbox', { name: 'Bericht' });
    await box.click();
    await box.fill('Bel 06 12 34 56 78');
    await page.getByText('dit lijkt op een telefoonnummer').waitFor();
    await box.clear();
    await page.keyboard.type('Regel een');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('regel twee');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText(/Regel een\s+regel twee/).waitFor();
    expect(await box.inputValue()).toBe('');
  });

  it('loses nothing and doubles nothing when the server is killed', async () => {
    const [anna, bram] = await Promise.all([kring.signIn('participant', 'Anna'), kring.signIn('participant', 'Bram')]);
    await Promise.all([anna, bram].map(openChat));
    await write(anna, 'Voor de storing');
    await said(bram, 'Voor de storing').waitFor();
    await kring.server.kill();
    await anna.getByText('U bent even niet verbonden.', { exact: false }).waitFor();
    await write(anna, 'Tijdens de storing');
    await anna.getByText('Wacht op verbinding').waitFor();
    await kring.axe(anna, 'chat without a connection');
    await kring.server.start();
    await said(bram, 'Tijdens de storing').waitFor({ timeout: 30_000 });
    await anna.getByText('Wacht op verbinding').waitFor({ state: 'detached' });
    for (const page of [anna, bram]) {
      for (const text of ['Voor de storing', 'Tijdens de storing']) expect(await said(page, text).count()).toBe(1);
    }
  });

  it('scrolls back without end, in order and without a hole', async () => {
    const daan = await kring.signIn('participant', 'Daan');
    await talk(daan, 110);
    const esra = await kring.signIn('participant', 'Esra', { viewport: phone });
    await openChat(esra);
    await said(esra, 'Dag 110').waitFor();
    expect(await said(esra, 'Dag 1').count()).toBe(0);
    const log = esra.getByRole('log');
    for (let i = 0; i < 20 && (await esra.getByText('Hier begint het gesprek van de groep.').count()) === 0; i++) {
      await log.evaluate((box) => box.scrollTo({ top: 0 }));
      await esra.waitForFunction((before) => document.querySelectorAll('[role=log] article').length > before, await log.getByRole('article').count(), { timeout: 3000 }).catch(() => undefined);
    }
    const days = await log.getByText(/^Dag \d+$/).allTextContents();
    expect(days).toEqual(Array.from({ length: 110 }, (_, i) => `Dag ${i + 1}`));
    await kring.axe(esra, 'chat scrolled to its beginning');
  });
});
