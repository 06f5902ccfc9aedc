import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built site works from any folder of any server.
  base: './',
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false },
  worker: {
    format: 'es',
    rolldownOptions: {
      // A folder of its own, by which scripts/size.mjs tells the worker from lazy views.
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/lazy/[name]-[hash].js',
      },
    },
  },
});
