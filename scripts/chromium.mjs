// Where a Chromium may be found. Used by ensure.mjs, before tests, and by playwright.config.ts.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Each keeps the browser from doing what a test did not ask for. `--no-sandbox` only where Chromium insists on it. */
export const LAUNCH_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {string[]} */
function knownPlaces() {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((apps) => [
        join(apps, 'Chromium.app/Contents/MacOS/Chromium'),
        join(apps, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
        join(apps, 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
      ]);
    case 'win32':
      return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap(
        (programs) =>
          programs
            ? [
                join(programs, 'Google/Chrome/Application/chrome.exe'),
                join(programs, 'Chromium/Application/chrome.exe'),
                join(programs, 'Microsoft/Edge/Application/msedge.exe'),
              ]
            : [],
      );
    default:
      return [
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome',
        '/usr/bin/google-chrome-stable',
        '/snap/bin/chromium',
        '/usr/local/bin/chromium',
      ];
  }
}

/** Where Playwright keeps what `playwright install` fetched. */
function playwrightCache() {
  const chosen = process.env['PLAYWRIGHT_BROWSERS_PATH'];
  if (chosen === '0') return join(ROOT, 'node_modules/playwright-core/.local-browsers');
  if (chosen) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright');
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright');
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ms-playwright');
}

/** The Chromium that Playwright itself installed, of the revision that this Playwright drives. */
function playwrightsOwn() {
  const listed = join(ROOT, 'node_modules/playwright-core/browsers.json');
  if (!existsSync(listed)) return undefined;
  /** @type {{ browsers: { name: string, revision: string }[] }} */
  const { browsers } = JSON.parse(readFileSync(listed, 'utf8'));
  const binaries = [
    'chrome-headless-shell',
    'chrome-headless-shell.exe',
    'headless_shell',
    'headless_shell.exe',
    'chrome',
    'chrome.exe',
    'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'Chromium.app/Contents/MacOS/Chromium',
  ];
  for (const { name, revision } of browsers) {
    if (!name.startsWith('chromium')) continue;
    const home = join(playwrightCache(), `${name.replaceAll('-', '_')}-${revision}`);
    // Playwright writes the marker last: without it the download was broken off.
    if (!existsSync(join(home, 'INSTALLATION_COMPLETE'))) continue;
    for (const platform of readdirSync(home)) {
      const found = binaries.map((binary) => join(home, platform, binary)).find((path) => existsSync(path));
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * The path of a Chromium, Chrome or Edge: what CHROMIUM_PATH names, else Playwright's own, else one from a known place.
 * @returns {string | undefined} undefined if there is none
 * @throws {Error} if CHROMIUM_PATH names a file that is not there: to take another in silence would test the wrong browser
 */
export function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, and there is no such file.`);
    return chosen;
  }
  return playwrightsOwn() ?? knownPlaces().find((path) => existsSync(path));
}
