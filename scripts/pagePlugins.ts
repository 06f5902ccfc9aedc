// What the built page has beside its code: a content security policy, a worker that keeps it for later visits
// without a network, and, for `npm run build:single`, everything in one file.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

interface OutputFile {
  readonly type: 'chunk' | 'asset';
  readonly fileName: string;
  readonly code?: string;
  source?: string | Uint8Array;
}
type Bundle = Record<string, OutputFile>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The text of each inline element of a kind. */
const inlined = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}\\b(?![^>]*\\bsrc=)[^>]*>([^]*?)</${tag}>`, 'g'))].map(([, text]) => text!);

const textOf = ({ source }: OutputFile): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source);

/** Writes into the page what it may load and run: itself, and nothing from elsewhere. */
function withPolicy(html: string, own: string): string {
  const hashes = (tag: string): string =>
    inlined(html, tag)
      .map((text) => ` 'sha256-${sha256(text)}'`)
      .join('');
  const policy = [
    `default-src 'none'`,
    `script-src ${own}${hashes('script')}`,
    // The editor writes a style sheet of its own into the page.
    `style-src ${own} 'unsafe-inline'`,
    `img-src ${own} data: blob:`,
    `worker-src ${own} blob:`,
    `connect-src ${own} data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return html.replace(
    '<meta charset="utf-8" />',
    `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

export const contentPolicy = (): Plugin => ({
  name: 'content-policy',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = (bundle as unknown as Bundle)['index.html']!;
      page.source = withPolicy(textOf(page), `'self'`);
    },
  },
});

/** A service worker that keeps every file of the build: after the first visit the page needs no network. */
export const offline = (): Plugin => ({
  name: 'offline',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = Object.values(bundle as unknown as Bundle);
      const names = [...files.map(({ fileName }) => fileName), 'favicon.svg'].sort();
      const version = sha256(files.map((file) => file.code ?? textOf(file)).join('\n')).slice(0, 12);
      const template = readFileSync(new URL('serviceWorker.js.txt', import.meta.url), 'utf8');
      const source = template
        .replace('__VERSION__', JSON.stringify(version))
        .replace('__FILES__', JSON.stringify(names));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  },
});

/** Puts scripts, styles and the icon into the page itself, so that the one file works wherever it lies. */
export const oneFile = (): Plugin => ({
  name: 'one-file',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = bundle as unknown as Bundle;
      const page = files['index.html']!;
      const take = (name: string): string => {
        const file = files[name.replace(/^\.\//, '')]!;
        delete files[file.fileName];
        return file.code ?? textOf(file);
      };
      const icon = readFileSync(new URL('../public/favicon.svg', import.meta.url)).toString('base64');
      const html = textOf(page)
        .replace(/<link rel="modulepreload"[^>]*>\s*/g, '')
        .replace(
          /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g,
          (_match, name: string) => `<style>${take(name)}</style>`,
        )
        .replace(/href="[^"]*favicon\.svg"/, () => `href="data:image/svg+xml;base64,${icon}"`)
        .replace(/<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_match, name: string) => {
          // Not the end of the element, wherever it stands in the code.
          return `<script type="module">${take(name).replaceAll('</script', '<\\/script')}</script>`;
        });
      page.source = withPolicy(html, '');
      for (const name of Object.keys(files)) if (name !== 'index.html') delete files[name];
    },
  },
});

/** For one file: the engine's worker is made from a text that the page holds. */
export const workerWithin = (): Plugin => ({
  name: 'worker-within',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/worker\/client\.ts$/ },
    handler: (code) => ({
      code: `import EngineWorker from './worker.ts?worker&inline';\n${code.replace(
        /new Worker\(new URL\('\.\/worker\.ts', import\.meta\.url\), \{ type: 'module' \}\)/,
        'new EngineWorker()',
      )}`,
      map: null,
    }),
  },
});
