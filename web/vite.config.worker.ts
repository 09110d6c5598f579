import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

// The second pass, after the pages: the service worker, with the list of their files in it.
const dist = join(import.meta.dirname, 'dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(html|js|css|svg|woff2|wasm)$/.test(file) && file !== 'sw.js')
  .sort();
const sum = createHash('sha256');
for (const file of files) sum.update(file).update(readFileSync(join(dist, file)));

/** What blurs a background is 6 MB, and comes when somebody asks for it. */
const forAll = (file: string) => !file.includes('selfie_segmentation');

/** Beside every text, the same in Brotli at its best, which takes too long to do for every visitor: a seventh less to fetch. */
const packed: Plugin = {
  name: 'kring-packed',
  closeBundle() {
    for (const file of [...files, 'sw.js'].filter((one) => !one.endsWith('.woff2'))) {
      writeFileSync(join(dist, `${file}.br`), brotliCompressSync(readFileSync(join(dist, file))));
    }
  },
};

export default defineConfig({
  plugins: [packed],
  publicDir: false,
  define: { BUILD: JSON.stringify({ version: sum.digest('hex').slice(0, 12), files: files.filter(forAll).map((file) => `/${file}`) }) },
  build: {
    emptyOutDir: false,
    target: ['es2022', 'safari16', 'firefox115', 'chrome109'],
    rolldownOptions: { input: 'src/worker/sw.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
  },
});
