import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The content security policy of the server allows no inline script or style and no data: fonts:
// nothing is inlined, and the module preload polyfill (an inline script in old Vite) stays off.
export default defineConfig({
  plugins: [react()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    emptyOutDir: true,
    target: ['es2022', 'safari16', 'firefox115', 'chrome109'],
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
  test: {
    // A browser's world costs seconds per file: a test that needs it says `@vitest-environment jsdom` at its top.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
