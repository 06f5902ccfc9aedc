// Browsers that may be installed, and how each is asked for the digests of runs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { chromium, firefox } from 'playwright-core';
import { findChromium, LAUNCH_ARGS } from '../chromium.mjs';

/** @typedef {import('../digests-browsers.mjs').Asked} Asked */
/** @typedef {{ version: string, digests: string[] }} Answer or, in words, why there is none */
/** @typedef {(address: string, worker: string, asked: readonly Asked[]) => Promise<Answer | string>} Ask */

const onPath = (/** @type {string} */ name) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

const firstThere = (/** @type {readonly (string | undefined)[]} */ paths) =>
  paths.find((path) => path !== undefined && existsSync(path));

/** In the page: each run through the engine's worker, one after another. No name from outside: it crosses as text. */
const ASK = `async (url, asked) => {
  const worker = new Worker(url, { type: 'module' });
  const ask = (request) => new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.kind === 'run') resolve(data.summary.digest);
      else if (data.kind !== 'progress') reject(new Error(JSON.stringify(data)));
    };
    worker.postMessage(request);
  });
  const digests = [];
  for (const [id, one] of asked.entries())
    digests.push(await ask({ kind: 'run', id, run: { source: { id: one.id }, variant: one.variant, seed: one.seed, settings: [], faults: 'own' } }));
  worker.terminate();
  return digests;
}`;

/**
 * @param {() => Promise<import('playwright-core').Browser>} launch
 * @returns {Ask}
 */
const byPlaywright = (launch) => async (address, worker, asked) => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    const digests = /** @type {string[]} */ (
      await page.evaluate(`(${ASK})(${JSON.stringify(worker)}, ${JSON.stringify(asked)})`)
    );
    return { version: browser.version(), digests };
  } finally {
    await browser.close();
  }
};

/** @type {Ask} */
async function inChromium(address, worker, asked) {
  const executablePath = findChromium();
  if (executablePath === undefined) return 'not installed';
  return byPlaywright(() => chromium.launch({ args: LAUNCH_ARGS, executablePath }))(address, worker, asked);
}

/** @type {Ask} */
async function inFirefox(address, worker, asked) {
  const executablePath = firstThere([
    process.env['FIREFOX_PATH'],
    onPath('firefox-esr'),
    onPath('firefox'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ]);
  if (executablePath === undefined) return 'not installed (Debian: firefox-esr; or set FIREFOX_PATH)';
  // Over WebDriver BiDi, as Mozilla ships it; Playwright's own build is another.
  return byPlaywright(() => firefox.launch({ channel: 'moz-firefox', executablePath }))(address, worker, asked);
}

const MINI_BROWSERS = ['4.1', '6.0', '4.0'].map(
  (version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`,
);

/**
 * WebKitGTK, by the WebDriver protocol itself; it draws on a screen, if need be one that is not there (xvfb).
 * @type {Ask}
 */
async function inWebKit(address, worker, asked) {
  const driver = firstThere([process.env['WEBKIT_DRIVER'], onPath('WebKitWebDriver')]);
  const binary = firstThere([process.env['WEBKIT_PATH'], ...MINI_BROWSERS]);
  const xvfb = process.env['DISPLAY'] === undefined ? onPath('xvfb-run') : undefined;
  if (driver === undefined || binary === undefined) return 'not installed (Debian: webkit2gtk-driver)';
  if (process.env['DISPLAY'] === undefined && xvfb === undefined) return 'has no screen (Debian: xvfb)';
  const port = await freePort();
  const [command, ...rest] = [...(xvfb === undefined ? [] : [xvfb, '-a']), driver, `--port=${port}`];
  const server = spawn(/** @type {string} */ (command), rest, { stdio: 'ignore', detached: true });
  try {
    return await overWebDriver(`http://127.0.0.1:${port}`, binary, address, worker, asked);
  } finally {
    // With the screen that it was given.
    if (server.pid !== undefined) process.kill(-server.pid);
  }
}

/**
 * @param {string} driver
 * @param {string} binary
 * @param {string} address
 * @param {string} worker
 * @param {readonly Asked[]} asked
 * @returns {Promise<Answer>}
 */
async function overWebDriver(driver, binary, address, worker, asked) {
  const call = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body) => {
    const response = await fetch(driver + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKitWebDriver: ${value?.error ?? response.status}: ${value?.message ?? ''}`);
    return value;
  };
  await answering(() => call('GET', '/status', undefined));
  const options = { binary, args: ['--automation'] };
  const { sessionId, capabilities } = await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  });
  const session = `/session/${sessionId}`;
  try {
    await call('POST', `${session}/timeouts`, { script: 600_000 });
    await call('POST', `${session}/url`, { url: address });
    const script = `const done = arguments[arguments.length - 1];
      (${ASK})(arguments[0], arguments[1]).then(done, (error) => done('error: ' + error.message));`;
    const digests = await call('POST', `${session}/execute/async`, { script, args: [worker, asked] });
    if (typeof digests === 'string') throw new Error(digests);
    return { version: `${capabilities.browserName} ${capabilities.browserVersion}`, digests };
  } finally {
    await call('DELETE', session, undefined);
  }
}

/** Until a server that was started answers at all. */
async function answering(/** @type {() => Promise<unknown>} */ ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** @type {readonly { name: string, ask: Ask }[]} */
export const BROWSERS = [
  { name: 'Chromium', ask: inChromium },
  { name: 'Firefox', ask: inFirefox },
  { name: 'WebKitGTK', ask: inWebKit },
];
