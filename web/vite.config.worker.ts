import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

// The second pass, after the pages: the service worker, with the list of their files in it.
const dist = join(import.meta.dirname, 'dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(html|js|css|svg|woff2|wasm)$/.test(file) && file !== 'sw.js')
  .sort();
const sum = createHash('sha256');
for (const file of files) sum.update(file).update(readFileSync(join(dist, file)));

export default defineConfig({
  publicDir: false,
  define: { BUILD: JSON.stringify({ version: sum.digest('hex').slice(0, 12), files: files.map((file) => `/${file}`) }) },
  build: {
    emptyOutDir: false,
    target: ['es2022', 'safari16', 'firefox115', 'chrome109'],
    rolldownOptions: { input: 'src/worker/sw.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
  },
});
