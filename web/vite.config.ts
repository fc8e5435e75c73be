import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Made into dist/web, which the server reads at its start and serves under /dashboard. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/dashboard/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing inlined: the page's policy allows no data: scripts, and an icon is cached like all else.
    assetsInlineLimit: 0,
    // One file: the style of a part that failed to load is not asked for again by what loads the part again.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
  },
});
