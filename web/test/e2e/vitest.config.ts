import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Real browsers against the real binary: one file after the other, all in one Chromium.
export default defineConfig({
  cacheDir: join(import.meta.dirname, '../../node_modules/.vite'),
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    globalSetup: ['./browser.ts'],
    fileParallelism: false,
    testTimeout: 150_000,
    hookTimeout: 120_000,
  },
});
