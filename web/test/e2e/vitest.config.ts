import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// Pages without camera or microphone: two at a time keep two cores busy. All others need the machine for themselves.
const light = ['chat', 'chatmeeting', 'films', 'homework', 'organise', 'outcome', 'pages', 'selfhelp', 'signin'].map((name) => `${name}.e2e.ts`);

const together = (order: number, test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  cacheDir: join(import.meta.dirname, '../../node_modules/.vite'),
  test: { root: import.meta.dirname, globalSetup: ['./browser.ts'], testTimeout: 150_000, hookTimeout: 120_000, sequence: { groupOrder: order }, ...test },
});

// Real browsers against the real binary, all of a group in one Chromium; the groups one after the other.
export default defineConfig({
  test: {
    projects: [
      together(0, { name: 'pages', include: light, maxWorkers: 2 }),
      together(1, { name: 'media', include: ['*.e2e.ts'], exclude: light, fileParallelism: false }),
    ],
  },
});
