import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentPolicy, offline } from './scripts/pagePlugins.ts';

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

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const ENTRY = fileURLToPath(new URL('index.html', import.meta.url));

/**
 * Puts what the page loads at once into one chunk. Else each set of modules that the first page shares with some
 * lazy view becomes a file of its own: a request, and a few hundred bytes that compress badly; 6 kB in all.
 */
function firstPage(): (id: string, graph: Graph) => string | null {
  let home: ReadonlySet<string> | null = null;
  return (id, graph) => {
    if (home === null) {
      const found = new Set([ENTRY]);
      // A set goes on to what is added while it is walked.
      for (const each of found) for (const next of graph.getModuleInfo(each)?.importedIds ?? []) found.add(next);
      home = found;
    }
    return home.has(id) ? 'page' : null;
  };
}

/** Notes to a minifier that has done its work: half a kilobyte of the worker. */
const withoutNotes = (): Plugin => ({
  name: 'without-notes',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk')
        chunk.code = chunk.code.replaceAll(
          /(\w?)\/\* [@#]__(?:PURE|NO_SIDE_EFFECTS)__ \*\/\s?/g,
          (_, before: string) => (before === '' ? '' : `${before} `),
        );
  },
});

export default defineConfig({
  // Relative, so that the built site works from any folder of any server.
  base: './',
  plugins: [react(), withoutNotes(), contentPolicy(), offline()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // Every browser that es2022 leaves knows the link itself.
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ debugName: 'page', name: firstPage() }] } } },
  },
  worker: {
    format: 'es',
    plugins: () => [withoutDescriptions(), withoutNotes()],
    rolldownOptions: {
      // A folder of its own, by which scripts/size.mjs tells the worker from lazy views.
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/lazy/[name]-[hash].js',
      },
    },
  },
});
