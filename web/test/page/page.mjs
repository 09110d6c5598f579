// Opens pages that need no account under Lighthouse's mobile throttling, RUNS times each in turns, and prints medians.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const runs = Number(process.env.RUNS ?? 5);
const data = mkdtempSync(join(tmpdir(), 'kring-page-'));
const server = spawn('bin/kring', ['serve', '--demo'], {
  env: { PATH: process.env.PATH, KRING_LISTEN: '127.0.0.1:0', KRING_RTC_PORT: '0', KRING_DATA: data },
  stdio: ['ignore', 'pipe', 'ignore'],
});
let base = '';
for await (const line of createInterface({ input: server.stdout })) {
  base = /^Kring listens on (\S+)$/.exec(line)?.[1] ?? '';
  if (base) break;
}
server.stdout.resume();

const items = await (await fetch(`${base}/api/self-help`)).json();
const pages = ['/', '/aanbod', '/keuzehulp', '/zelftest', '/zelfhulp', `/zelfhulp/${items[0].assignmentId}`];
const chrome = await launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromeFlags: ['--headless=new', '--no-sandbox'] });
const found = Object.fromEntries(pages.map((page) => [page, []]));
try {
  for (let run = 0; run < runs; run++) {
    for (const page of pages) {
      const { lhr } = await lighthouse(base + page, { port: chrome.port, onlyCategories: ['performance', 'accessibility', 'best-practices'], logLevel: 'error' });
      const score = (name) => Math.round((lhr.categories[name]?.score ?? 0) * 100);
      const seconds = (name) => (lhr.audits[name]?.numericValue ?? NaN) / 1000;
      found[page].push([score('performance'), score('accessibility'), score('best-practices'), seconds('first-contentful-paint'), seconds('largest-contentful-paint'), seconds('interactive')]);
    }
  }
} finally {
  await chrome.kill();
  server.kill();
  rmSync(data, { recursive: true, force: true });
}
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
console.log('page'.padEnd(34), 'speed  access  practice  first paint  largest paint  interactive');
for (const [page, all] of Object.entries(found)) {
  const [speed, access, practice, fcp, lcp, tti] = [0, 1, 2, 3, 4, 5].map((i) => median(all.map((one) => one[i])));
  console.log(page.padEnd(34), `${speed}     ${access}     ${practice}       ${fcp.toFixed(2)} s       ${lcp.toFixed(2)} s         ${tti.toFixed(2)} s`);
}
