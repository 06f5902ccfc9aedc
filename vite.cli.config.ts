import { defineConfig } from 'vite';

/** The command line as one file that needs no package beside it: it starts faster, and it can be moved. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    target: 'node20',
    minify: false,
    emptyOutDir: false,
    rolldownOptions: { output: { format: 'es', codeSplitting: false, entryFileNames: '[name].mjs' } },
  },
});
