// The command line. Builds src/cli once for each state of the source, then runs it in this process:
// stdout is the command's own, and a cached start takes a fraction of a second.
//
// What it gives to src/cli/main.ts: `main(argv, cwd)`, where `cwd` is the folder of whoever called, against which
// paths are read. The working directory of the process is the project's root.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');
const CACHE = join(ROOT, 'node_modules/.cache/ackscope-cli');
const SOURCES = ['engine', 'models', 'scenario', 'analysis', 'runs', 'cli'].map((layer) => `src/${layer}`);
const SINGLE_FILES = ['package-lock.json', 'vite.cli.config.ts', 'tsconfig.json'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Exit codes of its own, apart from the commands': 2 cannot run here, 70 a fault in AckScope itself. */
const CANNOT_RUN = 2;
const OWN_FAULT = 70;

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function hashOfSource() {
  const ofConformance = filesBelow('conformance').filter((path) => path.endsWith('.ts'));
  const files = [...SOURCES.flatMap(filesBelow), ...ofConformance].filter((path) => !/\.test\.tsx?$/.test(path));
  const hash = createHash('sha256');
  for (const path of [...files.sort(), ...SINGLE_FILES])
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)));
  return hash.digest('hex').slice(0, 16);
}

/** Removes builds of more than a day ago. A process that runs one has it in memory already. */
function sweepOldBuilds() {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process was faster.
    }
  }
}

/**
 * Builds beside the cache and moves the result in whole, so that no process ever sees half of one.
 * @returns {boolean} false if the build failed; its messages are on stderr then
 */
function build(/** @type {string} */ hash) {
  const target = join(CACHE, hash);
  const work = join(CACHE, `.building-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(CACHE, { recursive: true });
  if (process.stderr.isTTY) console.error('Building the command line (once after each change) …');
  const args = [
    VITE,
    'build',
    '-c',
    'vite.cli.config.ts',
    '--ssr',
    'src/cli/main.ts',
    '--outDir',
    work,
    '--logLevel',
    'error',
  ];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  try {
    if (status !== 0) return false;
    // The source changed while it was built: which state the result is of, nobody knows.
    if (hashOfSource() === hash) renameSync(work, target);
  } catch {
    // Another process has put the same build there meanwhile: then there is nothing left to do.
    if (!existsSync(target)) return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  sweepOldBuilds();
  return true;
}

/** @returns {string | undefined} the built file */
function upToDateBuild() {
  for (let attempt = 0; attempt < 5; attempt++) {
    const hash = hashOfSource();
    const file = join(CACHE, hash, 'main.mjs');
    if (existsSync(file) || (build(hash) && existsSync(file))) return file;
    if (hashOfSource() === hash) return undefined;
  }
  return undefined;
}

/** npm runs a script in the project's root and tells the caller's folder. Only its word about this very run counts. */
function callersFolder() {
  const byNpm = ['sim', 'conformance'].includes(process.env['npm_lifecycle_event'] ?? '');
  return (byNpm && process.env['INIT_CWD']) || process.cwd();
}

/** Commands that make one run, which can be long. `check` and `conformance` make many short ones: more to compile would slow them. */
const ONE_RUN = ['run', 'bench'];

/**
 * Two habits of V8 that do not suit a long simulation; its results are the same (docs/performance.md). A step of a model is
 * many short calls, of which the compiler with its usual budget leaves most as calls. And a trace is memory that grows
 * and stays, which the garbage collector takes for pressure: it looks through everything again and again.
 */
function tuneMachine() {
  setFlagsFromString('--max-inlined-bytecode-size=1000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=3000');
  setFlagsFromString('--heap-growing-percent=1000');
}

async function run() {
  if (!existsSync(VITE)) {
    console.error('The packages are not installed: run `npm ci` in the project folder first.');
    return CANNOT_RUN;
  }
  const cwd = callersFolder();
  process.chdir(ROOT);
  const file = upToDateBuild();
  if (file === undefined) {
    console.error('The command line could not be built: the reason is above.');
    return OWN_FAULT;
  }
  if (ONE_RUN.includes(process.argv[2] ?? '')) tuneMachine();
  /** @type {{ main(argv: string[], cwd: string): Promise<number> }} */
  const cli = await import(pathToFileURL(file).href);
  return cli.main(process.argv.slice(2), cwd);
}

// `sim … | head` closes the pipe early: that is no error.
process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error);
  process.exitCode = OWN_FAULT;
}
