import { expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();

it('who pays reads one report, the same on paper and as a table, and says what it cost', async () => {
  const wim = await kring.signIn('policy-officer', 'Wim', { viewport: phone });
  await wim.getByRole('link', { name: 'Verslag' }).click();
  const figures = wim.getByRole('region', { name: /2026|20\d\d/ });
  await figures.getByText('Deelnemers').waitFor();
  const people = Number(await figures.locator('div').filter({ hasText: /^Deelnemers/ }).locator('.kring-outcome__value').textContent());
  expect(people % 5).toBe(0);
  await kring.axe(wim, 'the report');

  await wim.getByLabel('Wat kostten de groepen dit halfjaar?').fill(String(people * 300));
  await wim.getByRole('button', { name: 'Bewaren' }).click();
  await figures.getByText('€ 300').waitFor();

  const [file] = await Promise.all([wim.waitForEvent('download'), wim.getByRole('link', { name: 'Als tabel (CSV)' }).click()]);
  const table = await (await wim.request.get(file.url())).text();
  expect(table).toContain(`reached,,${people},${people}\n`);
  expect(table).toContain(`euro per participant,,300,${people}\n`);

  const org = new URL(wim.url()).pathname.split('/')[2];
  for (const path of [`organisations/${org}/groups`, 'groups/x', 'demo/nothing']) expect((await wim.request.get(`/api/${path}`)).status()).toBe(404);
});
