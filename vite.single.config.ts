import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { oneFile, workerWithin } from './scripts/pagePlugins.ts';

/** `npm run build:single`: the whole page as dist-single/index.html, to be opened from a disk or a stick. */
export default defineConfig({
  base: './',
  plugins: [workerWithin(), react(), oneFile()],
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist-single',
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  // A module cannot be a worker where a page has no origin, as on a disk.
  worker: { format: 'iife', rolldownOptions: { output: { codeSplitting: false } } },
});
