import { describe, expect, test } from 'vitest';
import { checkAny, checkBans } from './tidy/bans';
import { checkDeadFiles } from './tidy/deadFiles';
import { checkLayers, checkPage } from './tidy/layers';
import { checkFileLength, checkFunctionLength } from './tidy/lengths';
import { checkLinks } from './tidy/links';
import { readRepository } from './tidy/repository';
import { parse, type Breach } from './tidy/source';

// Goal: the rules that keep this code readable and its runs repeatable are held by a test, not by intention.
// Method: each rule reads the whole repository; each is also shown planted breaches, so that it is known to see.

const say = (breaches: readonly Breach[]): string[] =>
  breaches.map(({ path, line, what }) => `${path}:${line} ${what}`);

describe('this repository', () => {
  const { sources, code, documents, exists } = readRepository();

  test('was found', () => {
    expect(sources.length).toBeGreaterThan(10);
  });
  test('lower layers know nothing of higher ones, and packages stay where they belong', () => {
    expect(say(checkLayers(sources))).toEqual([]);
  });
  test('the page holds no model and drives no engine', () => {
    expect(say(checkPage(sources, exists))).toEqual([]);
  });
  test('nothing that decides a run differs between machines', () => {
    expect(say(checkBans(sources))).toEqual([]);
  });
  test('nothing is any', () => {
    expect(say(checkAny(sources))).toEqual([]);
  });
  test('files can be read in one sitting', () => {
    expect(say(checkFileLength(code))).toEqual([]);
  });
  test('functions fit a screen or two', () => {
    expect(say(checkFunctionLength(sources))).toEqual([]);
  });
  test('no file is dead', () => {
    expect(say(checkDeadFiles(sources, exists))).toEqual([]);
  });
  test('links in documents lead somewhere', () => {
    expect(say(checkLinks(documents, exists))).toEqual([]);
  });
});

/** Files as `{ path: text }`. */
const planted = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => parse(path, text));
const pathsOf = (files: Readonly<Record<string, string>>) => new Set(Object.keys(files));

describe('planted breaches of layers are seen', () => {
  const layers = (path: string, text: string) => say(checkLayers(planted({ [path]: text })));

  test.each([
    ['src/engine/a.ts', "import { b } from '../models/ports';"],
    ['src/engine/a.ts', "import * as v from 'valibot';"],
    ['src/engine/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/models/kafka/a.ts', "import type { Queue } from '../rabbitmq/queue';"],
    ['src/models/clients/a.ts', "import { config } from '../kafka/config';"],
    ['src/models/configs.ts', "import { broker } from './kafka/broker';"],
    ['src/models/kafka/a.ts', "import { useState } from 'react';"],
    ['src/scenario/a.ts', "export { broker } from '../models/kafka/broker';"],
    ['src/analysis/a.ts', "import { run } from '../runs/run';"],
    ['src/analysis/a.ts', "type A = import('../models/ports').Port;"],
    ['src/worker/client.ts', "import { run } from '../runs/run';"],
    ['src/worker/client.ts', "import './worker';"],
    ['src/ui/app/a.ts', "new Worker(new URL('../../worker/worker.ts', import.meta.url));"],
    ['src/cli/a.ts', "import { Stage } from '../ui/stage/Stage';"],
    ['src/cli/a.ts', "import { session } from '../worker/session';"],
    ['src/ui/stage/a.ts', "import { actors } from '../../models/actors';"],
    ['src/ui/stage/a.ts', "const run = await import('../../runs/run');"],
    ['src/ui/stage/a.ts', "import { session } from '../../worker/session';"],
    ['src/ui/stage/a.ts', "import { Row } from '../ledger/Row';"],
    ['src/ui/design/a.ts', "import { runStore } from '../app/runStore';"],
    ['src/ui/stage/a.ts', "import lodash from 'lodash';"],
    ['conformance/player.ts', "import { list } from '../src/scenario/catalogue';"],
    ['src/elsewhere/a.ts', ''],
  ])('%s: %s', (path, text) => {
    expect(layers(path, text)).toEqual([expect.stringMatching(new RegExp(`^${path}:1 `))]);
  });

  test.each([
    ['src/engine/a.ts', "import { b } from './trace/record';"],
    ['src/models/kafka/a.ts', "import { Port } from '../ports'; import { assert } from '../../engine/assert';"],
    ['src/models/kafka/config.ts', "import * as v from 'valibot';"],
    ['src/models/configs.ts', "import { config } from './kafka/config';"],
    ['src/analysis/scene/a.ts', "import type { Micros } from '../../engine/units';"],
    [
      'src/cli/conformance.ts',
      "import { play } from '../../conformance/player'; import { parseArgs } from 'node:util';",
    ],
    ['src/worker/session.ts', "import type { Request } from './protocol'; import { run } from '../runs/run';"],
    ['src/worker/client.ts', "new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });"],
    ['conformance/player.ts', "import { run } from '../src/runs/run';"],
    ['src/ui/app/App.tsx', "import { Stage } from '../stage/Stage';"],
    ['src/ui/stage/a.ts', "import { Button } from '../design/Button'; import { scaleLinear } from 'd3-scale';"],
    ['src/ui/main.tsx', "import { createRoot } from 'react-dom/client'; import { App } from './app/App';"],
    ['src/ui/stage/a.test.ts', "import { run } from '../../runs/run';"],
  ])('and nothing else, as in %s: %s', (path, text) => {
    expect(layers(path, text)).toEqual([]);
  });

  test('a model that comes into the page by a detour', () => {
    const files = {
      'src/ui/main.tsx': "import './app/App';",
      'src/ui/app/App.ts':
        "import '../../worker/client'; import '../../models/kafka/config'; import type { B } from '../../models/kafka/line';",
      'src/models/kafka/config.ts': "import { limits } from './broker';",
      'src/models/kafka/broker.ts': '',
      'src/models/kafka/line.ts': '',
      'src/worker/client.ts': "new Worker(new URL('./worker.ts', import.meta.url));",
      'src/worker/worker.ts': "import '../runs/run';",
      'src/runs/run.ts': '',
    };
    expect(say(checkPage(planted(files), pathsOf(files)))).toEqual([
      expect.stringContaining('src/models/kafka/config.ts:1 puts src/models/kafka/broker.ts into the page'),
    ]);
  });
});

describe('planted breaches of the bans are seen', () => {
  const bans = (text: string, path = 'src/models/kafka/a.ts') => say(checkBans(planted({ [path]: text })));

  test.each([
    ['const a = Math.log(2);', 'use ln()'],
    ['const a = Math.random();', 'draw with unit'],
    ["const a = Math['pow'](2, 3);", 'name the function'],
    ['const { exp } = Math;', 'name the function'],
    ['const a = 2 ** 3;', 'multiply'],
    ['let a = 2; a **= 3;', 'multiply'],
    ['const a = new Date();', 'virtual time'],
    ['const a = Date.now();', 'virtual time'],
    ['const a = globalThis.performance.now();', 'virtual time'],
    ['setTimeout(() => {}, 5);', 'timer command'],
    ['const a = [setInterval];', 'timer command'],
    ["const a = 'x'.localeCompare('y');", 'compare with <'],
    ['const a = (5).toLocaleString();', 'String(x)'],
    ['const a = new Intl.NumberFormat();', 'format in'],
    ['// eslint-disable-next-line\nconst a = `${Math.sin(1)}`;', 'table'],
  ])('%s', (text, instead) => {
    expect(bans(text)).toEqual([expect.stringContaining(instead)]);
    expect(bans(text, 'src/models/kafka/a.test.ts')).toEqual([]);
    expect(bans(text, 'src/ui/stage/a.ts')).toEqual([]);
  });

  test.each([
    'const a = Math.sqrt(2) + Math.floor(1.5);',
    '/** x ** y, Math.log, Date */ const a = "2 ** 3 Date.now() Math.random()";',
    'for (const [key, value] of new Map<string, number>()) void [key, value];',
    'interface Report { performance: number } const a = (r: Report) => r.performance;',
    'const order = /a**b|Date/;',
  ])('and nothing else, as in %s', (text) => {
    expect(bans(text)).toEqual([]);
  });

  test('any, wherever it stands', () => {
    const files = planted({ 'src/ui/stage/a.ts': '// any\nconst a = [] as any[];\nconst any = 1;' });
    expect(say(checkAny(files))).toEqual([expect.stringContaining('src/ui/stage/a.ts:2 any')]);
  });
});

describe('planted breaches of length, use and links are seen', () => {
  test('a file of 401 lines, not one of 400', () => {
    const lines = (count: number) => [{ path: 'src/a.ts', text: '//\n'.repeat(count) }];
    expect(say(checkFileLength(lines(401)))).toEqual([expect.stringContaining('src/a.ts:401 401 lines')]);
    expect(checkFileLength(lines(400))).toEqual([]);
  });

  test('a function of 91 lines, not one of 90', () => {
    const lines = (count: number) => planted({ 'src/a.ts': `\nfunction f() {${'\n'.repeat(count - 1)}}` });
    expect(say(checkFunctionLength(lines(91)))).toEqual([expect.stringContaining('src/a.ts:2 a function of 91 lines')]);
    expect(checkFunctionLength(lines(90))).toEqual([]);
  });

  test('files that only dead files import', () => {
    const files = {
      'src/cli/main.ts': "import './used'; import { scenarios } from './catalogue';",
      'src/cli/used.ts': "export * from './alsoUsed';",
      'src/cli/alsoUsed.ts': "const w = new URL('./byUrl.ts', import.meta.url); void import('./lazy');",
      'src/cli/byUrl.ts': '',
      'src/cli/lazy.ts': '',
      'src/cli/catalogue/index.ts': "const all = import.meta.glob('./scenarios/*.ts');",
      'src/cli/catalogue/scenarios/one.ts': '',
      'src/cli/catalogue/scenarios/deeper/two.ts': '',
      'src/cli/dead.ts': "import './deadToo';",
      'src/cli/deadToo.ts': "import './dead';",
      'src/cli/tested.ts': '',
      'src/cli/tested.test.ts': "import './tested';",
    };
    const folders = ['src/cli', 'src/cli/catalogue', 'src/cli/catalogue/scenarios'];
    const found = checkDeadFiles(planted(files), new Set([...folders, ...pathsOf(files)])).map(({ path }) => path);
    expect(found).toEqual(['src/cli/catalogue/scenarios/deeper/two.ts', 'src/cli/dead.ts', 'src/cli/deadToo.ts']);
  });

  test('links to nowhere, and only those', () => {
    const text = [
      'See [the trace](trace.md#kinds), [code](../src/a.ts) and [gone](gone.md).',
      '[site](https://example.org/x) [here](#here) [folder](../src/) `[code](no.md)`',
      '```',
      '[not a link](no.md)',
      '```',
      '![picture](img/no.svg "title")',
      '[reference]: ../no.md',
    ].join('\n');
    const exists = new Set(['docs', 'docs/a.md', 'docs/trace.md', 'src', 'src/a.ts']);
    const found = checkLinks([{ path: 'docs/a.md', text }], exists);
    expect(found.map(({ line, what }) => [line, what.split(',')[0]])).toEqual([
      [1, 'links to gone.md'],
      [6, 'links to img/no.svg'],
      [7, 'links to ../no.md'],
    ]);
  });
});
