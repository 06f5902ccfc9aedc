// Makes a fresh clone ready: the right Node, the packages of the lock file and, with --browser, a Chromium.
// Plain Node without packages, because it runs before there are any. Exit codes: 1 not ready, 3 only the browser is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = join(ROOT, 'node_modules/.cache/ackscope/installed');

/** @param {string} text */
const say = (text) => console.error(text);

/** The lines of Node that the build tool and the linter run on; see "engines" in package.json. */
function nodeIsFit() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  // What it prints goes to stderr: stdout is for what the person asked for.
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm', // There npm is a .cmd file, which only a shell runs.
  });
  return status === 0;
}

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[] }} Locked */

/** Whether the packages on disk are those of the lock file, by npm's own record of what it put there. */
function packagesAreThere() {
  const record = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  /** @type {(path: string) => Record<string, Locked>} */
  const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installed = packagesOf(record);
  const locked = Object.entries(packagesOf(join(ROOT, 'package-lock.json'))).filter(([path]) => path !== '');
  /** @param {[string, Locked]} entry */
  const isThere = ([path, { version }]) => installed[path]?.version === version;
  // npm leaves out the parts made for other machines. If none made for this one is there, the folder came from another.
  const madeForThis = locked.filter(([, { os, cpu }]) => os?.includes(process.platform) && cpu?.includes(process.arch));
  return (
    locked.every((entry) => entry[1].optional || isThere(entry)) &&
    (madeForThis.length === 0 || madeForThis.some(isThere))
  );
}

function ensurePackages() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const [major] = process.versions.node.split('.');
  const stamp = [createHash('sha256').update(lock).digest('hex'), process.platform, process.arch, `node${major}`].join(
    ' ',
  );
  const stamped = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  if (stamped === stamp) return true;
  if (stamped !== undefined || !packagesAreThere()) {
    say('Installing packages (npm ci) …');
    const npm = process.env['npm_execpath'];
    const ok = npm?.endsWith('npm-cli.js') ? succeeds(process.execPath, [npm, 'ci']) : succeeds('npm', ['ci']);
    if (!ok) return false;
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp);
  return true;
}

function ensureBrowser() {
  if (findChromium()) return true;
  say('No Chromium found. Trying `playwright install chromium --only-shell` …');
  const playwright = join(ROOT, 'node_modules/playwright/cli.js');
  if (succeeds(process.execPath, [playwright, 'install', 'chromium', '--only-shell']) && findChromium()) return true;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Trying apt-get install chromium …');
    if (succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', 'chromium']) && findChromium())
      return true;
  }
  say(
    [
      'No Chromium, and none could be installed. The tests in a browser need one. Any of these will do:',
      '  - install Chromium or Chrome in its usual place (Debian, Ubuntu: apt-get install chromium)',
      '  - npx playwright install chromium --only-shell',
      '  - set CHROMIUM_PATH to the executable of a Chromium, Chrome or Edge',
      'All other tests run without: npm run test:unit',
    ].join('\n'),
  );
  return false;
}

function main() {
  if (!nodeIsFit()) {
    say(`AckScope needs Node 20.19, 22.13, 24 or newer; this is Node ${process.versions.node}. See https://nodejs.org`);
    return 1;
  }
  if (!ensurePackages()) {
    say(
      'npm ci failed: its messages are above. AckScope needs its packages, and this once a connection to fetch them.',
    );
    return 1;
  }
  if (!process.argv.includes('--browser')) return 0;
  try {
    return ensureBrowser() ? 0 : 3;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 3;
  }
}

process.exitCode = main();
