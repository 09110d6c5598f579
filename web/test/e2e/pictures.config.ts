import { defineConfig } from 'vitest/config';

// The pictures of docs/, taken from the real product.
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.pictures.ts'], globalSetup: ['./browser.ts'], hookTimeout: 60_000, testTimeout: 300_000 },
});
