import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { useKring } from './harness';
import { button, inTheCircle } from './meeting';

const kring = useKring();
const joins = Number(process.env.JOINS ?? 20);

/** Milliseconds from the click on "Deelnemen" to the first picture of somebody else on the screen. */
function joinTime(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const click = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Deelnemen');
        const begin = performance.now();
        const followed = new Set<Element>();
        const watch = new MutationObserver(() => {
          for (const video of document.querySelectorAll<HTMLVideoElement>('.kring-circle video')) {
            const own = video.muted;
            if (own || followed.has(video)) continue;
            followed.add(video);
            video.requestVideoFrameCallback((now) => {
              watch.disconnect();
              resolve(now - begin);
            });
          }
        });
        watch.observe(document.body, { childList: true, subtree: true });
        click?.click();
      }),
  );
}

it('join time', { timeout: 600_000 }, async () => {
  const { members: [anna] } = await inTheCircle(kring, 'Anna');
  if (!anna) throw new Error('one member');
  const times: number[] = [];
  for (let i = 0; i < joins; i++) {
    await button(anna, 'Verlaten').click();
    await button(anna, 'Terug naar de bijeenkomst').click();
    await button(anna, 'Deelnemen').waitFor();
    times.push(Math.round(await joinTime(anna)));
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)];
  const figures = { joins, p50: at(0.5), p95: at(0.95), all: times };
  const folder = join(import.meta.dirname, '../../../build/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'join.json'), JSON.stringify(figures));
  console.log(`join, click to first picture, ms: p50 ${figures.p50}, p95 ${figures.p95} (${joins} joins: ${times.join(' ')})`);
});
