import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useKring } from './harness';
import { button, comeIn, ownAddress } from './meeting';
import { everybodySees, next, step, together, withVoice } from './scripted';

const kring = useKring({ KRING_LISTEN: await ownAddress() });

describe('wherever one comes in', { timeout: 180_000 }, () => {
  it('a reload and a late joiner land in the current step', async () => {
    const { guide, people } = await together(kring, 'Anna');
    const [anna] = people as [Page];
    await next(guide);
    await everybodySees([guide, anna], 'Welkom terug');
    await next(guide);
    await button(guide, 'Rondje starten').click();
    await guide.getByRole('dialog').getByRole('button', { name: 'Rondje starten' }).click();
    await button(guide, 'Ik geef het woord door').click();
    await anna.getByRole('heading', { name: 'U hebt het woord' }).waitFor();

    await anna.reload();
    await button(anna, 'Deelnemen').click();
    await anna.getByRole('heading', { name: 'U hebt het woord' }).waitFor();
    await guide.reload();
    await button(guide, 'Deelnemen').click();
    await step(guide, 'Drie dagen kijken').waitFor();
    await button(guide, 'Stop het rondje').waitFor();

    const late = await withVoice(kring, 'participant', 'Esra');
    await comeIn(late, guide, 'Esra');
    await step(late, 'Drie dagen kijken').waitFor();
    await late.getByRole('heading', { name: 'Anna heeft het woord' }).waitFor();
    await kring.axe(late, 'late joiner');

    expect(await anna.getByText('u hoort nu niets', { exact: false }).count(), 'nobody has a camera, and all are heard').toBe(0);

    await kring.server.kill();
    await anna.getByText('Kring is even niet bereikbaar.').waitFor();
    await kring.server.start();
    await anna.getByText('Kring is even niet bereikbaar.').waitFor({ state: 'detached' });
    await anna.getByRole('heading', { name: 'U hebt het woord' }).waitFor();
    await button(anna, 'Ik geef het woord door').click();
    await late.getByRole('heading', { name: 'U hebt het woord' }).waitFor();
  });
});
