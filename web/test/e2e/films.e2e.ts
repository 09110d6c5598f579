import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { phone, useKring } from './harness';

const kring = useKring();
let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kring-film-'));
  file = join(folder, 'adem.webm');
  // Noise does not compress: two parts in a few seconds of film.
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'nullsrc=s=320x180:r=10,geq=random(1)*255:128:128', '-t', '15', '-c:v', 'libvpx', '-crf', '4', '-b:v', '9M', '-minrate', '9M', '-deadline', 'realtime', '-cpu-used', '8', file]);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a coordinator adds a film; a break in the network loses nothing of it; she deletes it again', async () => {
  expect(readFileSync(file).length).toBeGreaterThan(4 << 20);
  const page = await kring.signIn('coordinator', undefined, { viewport: phone });
  await page.getByRole('link', { name: 'Wijkteam Centrum', exact: true }).first().click();
  await page.getByRole('link', { name: 'Films' }).click();
  await page.getByText('Er zijn nog geen films.').waitFor();
  await kring.axe(page, 'films');
  await page.getByLabel('Titel van de film').fill('Adem rustig');
  await page.getByLabel('Bestand').setInputFiles(file);
  await page.route('**/parts/1', (route) => route.abort());
  await page.getByRole('button', { name: 'Voeg toe' }).click();
  await page.getByText('Het versturen is gestopt.', { exact: false }).waitFor();
  await page.getByText('Niet compleet').waitFor();
  await kring.axe(page, 'a film that stopped half-way');

  await page.unroute('**/parts/1');
  const again: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && again.push(request.url()));
  await page.getByRole('button', { name: 'Ga verder' }).click();
  await page.getByText('De film is klaar om te gebruiken.').waitFor();
  expect(again.map((url) => url.split('/').pop())).not.toContain('0');
  await page.getByText('Niet compleet').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Verwijder Adem rustig' }).click();
  await kring.axe(page, 'deleting a film');
  await page.getByRole('button', { name: 'Ja, verwijder' }).click();
  await page.getByText('Er zijn nog geen films.').waitFor();
});
