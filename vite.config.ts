import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The worker reads scenario files, and so holds the schema, but shows no one what a setting means: the settings
 * view does, from its own copy. More than 2 kB of sentences that would be loaded before the first message moves.
 */
const withoutDescriptions = (): Plugin => ({
  name: 'without-descriptions',
  enforce: 'pre',
  apply: 'build',
  transform: {
    filter: { id: /\/src\/models\/.*onfig\.ts$/ },
    handler: (code) => ({
      code: code.replace(/\bdescribed\(\s*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")/g, "described(''"),
      map: null,
    }),
  },
});

export default defineConfig({
  // Relative, so that the built site works from any folder of any server.
  base: './',
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false },
  worker: {
    format: 'es',
    plugins: () => [withoutDescriptions()],
    rolldownOptions: {
      // A folder of its own, by which scripts/size.mjs tells the worker from lazy views.
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/lazy/[name]-[hash].js',
      },
    },
  },
});
