// The first load of a participant (start, sign-in or "Vandaag") in gzipped bytes, from Vite's own manifest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const limits = { js: 140_000, css: 25_000 };
const pages = ['features/account/StartPage.tsx', 'features/account/SignInLinkPage.tsx', 'features/today/TodayPage.tsx', 'app/GroupRoute.tsx'];
const dist = new URL('../dist/', import.meta.url).pathname;
const manifestFile = join(dist, '.vite/manifest.json');
if (!existsSync(manifestFile)) {
  console.error('budgets: no build found; run "npm run build" first');
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));

/** Every file that the browser fetches before it can show this entry. */
function filesOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const file of chunk.css ?? []) found.add(file);
  for (const next of chunk.imports ?? []) filesOf(next, found);
  return found;
}

const size = (files, ext) =>
  [...files].filter((file) => file.endsWith(ext)).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);

let failed = false;
for (const page of pages) {
  if (!manifest[`src/${page}`]) throw new Error(`budgets: ${page} is not a chunk of its own any more`);
  const files = filesOf(`src/${page}`, filesOf('index.html'));
  const js = size(files, '.js');
  const css = size(files, '.css');
  const over = js > limits.js || css > limits.css;
  failed ||= over;
  console.log(`${page}: ${(js / 1000).toFixed(1)} kB js, ${(css / 1000).toFixed(1)} kB css${over ? '  OVER BUDGET' : ''}`);
}
process.exit(failed ? 1 : 0);
