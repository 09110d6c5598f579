import { defineConfig } from 'vitest/config';

// Figures, measured with the same people in the same browser as the e2e tests.
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.bench.ts'], globalSetup: ['./browser.ts'], hookTimeout: 60_000 },
});
