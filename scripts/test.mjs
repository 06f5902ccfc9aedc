// `npm test`: everything that must hold, in the order in which a fault is cheapest to meet.
// Goes on after a failure, so that one run tells all. Its last line is the sum: "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RESULTS = join(ROOT, 'test-results');
const UNIT_JSON = join(RESULTS, 'unit.json');
// Beside Playwright's own folder, which it empties when it starts.
const E2E_JSON = join(RESULTS, 'e2e.json');

/** @typedef {{ passed: number, failed: number }} Count */
/** @type {{ name: string, count: Count, note: string }[]} */
const stages = [];

/**
 * @param {string} name
 * @param {string[]} args of Node: a script and its arguments
 * @param {() => Count} [countOf] reads what the stage itself counted
 * @param {Record<string, string>} [env]
 */
function stage(name, args, countOf, env = {}) {
  console.log(`\n── ${name} ──`);
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const count = (countOf && readable(countOf)) || { passed: status === 0 ? 1 : 0, failed: 0 };
  // What failed without being counted (a crash, a file that does not load) is one failure, never none.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  stages.push({ name, count, note: `${((Date.now() - started) / 1000).toFixed(1)} s` });
  return status ?? 1;
}

/** @param {string} name @param {string} why */
function skip(name, why) {
  console.log(`\n── ${name} ──\nLeft out: ${why}`);
  stages.push({ name, count: { passed: 0, failed: 0 }, note: `left out: ${why}` });
}

/** @param {() => Count} countOf @returns {Count | undefined} */
function readable(countOf) {
  try {
    return countOf();
  } catch {
    return undefined; // The stage ended before it could write its report.
  }
}

/** @returns {Count} */
function unitCount() {
  const report = JSON.parse(readFileSync(UNIT_JSON, 'utf8'));
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  const unloadable = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((r) => r.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloadable.length };
}

/** @returns {Count} */
function e2eCount() {
  const { stats, errors } = JSON.parse(readFileSync(E2E_JSON, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

function main() {
  const ready = stage('Node, packages, browser', ['scripts/ensure.mjs', '--browser']);
  if (ready !== 0 && ready !== 3) return; // Without packages nothing else can run.

  for (const stale of [UNIT_JSON, E2E_JSON]) if (existsSync(stale)) rmSync(stale);
  stage('Types', ['node_modules/typescript/bin/tsc', '--noEmit']);
  stage('Lint', ['node_modules/eslint/bin/eslint.js', '.']);
  stage('Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
  stage('Unit, property and conformance tests', ['node_modules/vitest/vitest.mjs', 'run'], unitCount, {
    ACKSCOPE_UNIT_JSON: UNIT_JSON,
  });

  const built = stage('Build', ['node_modules/vite/bin/vite.js', 'build']) === 0;
  if (!built) {
    skip('Size', 'there is no build');
    skip('Journeys in a browser', 'there is no build');
    return;
  }
  stage('Size', ['scripts/size.mjs']);
  if (ready === 3) skip('Journeys in a browser', 'there is no browser');
  else
    stage('Journeys in a browser', ['node_modules/@playwright/test/cli.js', 'test'], e2eCount, {
      ACKSCOPE_E2E_JSON: E2E_JSON,
    });
}

main();

console.log('\n── Sum ──');
for (const { name, count, note } of stages) {
  const verdict = count.failed > 0 ? 'FAIL' : count.passed > 0 ? 'ok' : '–';
  console.log(`${verdict.padEnd(5)}${name}: ${count.passed} passed, ${count.failed} failed (${note})`);
}
/** @param {'passed' | 'failed'} which */
const total = (which) => stages.reduce((sum, { count }) => sum + count[which], 0);
process.exitCode = total('failed') > 0 ? 1 : 0;
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
