import { isRelative, packageOf, pathOf, reach } from './graph';
import { isForTests, type Breach, type Mention, type Source } from './source';

const BROKER = ['engine', 'models/ports', 'models/schema', 'models/window', 'models/denseMap'];
const TRACE = ['engine/units', 'engine/trace', 'engine/words', 'engine/assert'];

/** Layer → what it may import beside itself, as paths below src. The longest match counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  'models/window': ['engine'],
  'models/denseMap': ['engine'],
  'models/schema': ['engine'],
  'models/ports': ['engine'],
  'models/rabbitmq': BROKER, // never one another
  'models/kafka': BROKER,
  'models/sqs': BROKER,
  'models/http': BROKER,
  'models/clients': BROKER, // a program written once runs on every broker
  // Kind → config schema. The page reads scenarios, and so reads this: a model behind it would be in the page.
  'models/configs': [
    'engine',
    'models/schema',
    'models/rabbitmq/config',
    'models/rabbitmq/clientConfig',
    'models/kafka/config',
    'models/sqs/config',
    'models/http/config',
    'models/clients/config',
  ],
  'models/allConfigs': ['models'],
  'models/allConsoles': ['engine', 'models'],
  // Kind → model, loaded when needed and all at once: with configs, the only files that name all brokers.
  'models/actors': ['engine', 'models'],
  'models/loaders': ['engine', 'models'],
  'models/allActors': ['engine', 'models'],
  // Of the models: how things are configured, and the steps of a program as data.
  scenario: ['engine', 'models/configs', 'models/allConfigs', 'models/schema', 'models/clients/program'],
  analysis: [...TRACE, 'scenario'], // reads traces; cannot know a broker
  runs: ['engine', 'models', 'scenario', 'analysis'], // drives engines
  worker: ['engine', 'models/loaders', 'scenario', 'analysis', 'runs', 'worker/protocol'],
  'worker/protocol': [...TRACE, 'scenario', 'analysis'],
  'worker/client': [...TRACE, 'scenario', 'analysis', 'worker/protocol'],
  cli: ['engine', 'models', 'scenario', 'analysis', 'runs', 'conformance'],
  ui: [...TRACE, 'scenario', 'analysis', 'worker/client', 'worker/protocol'],
  // The one folder beside src that holds code of the product: it plays recorded histories through a model.
  conformance: ['engine', 'models', 'analysis', 'runs'],
};

const SCHEMA = ['valibot'];
/** Layer → packages it may import. `d3-` and `@codemirror/` stand for all that begin so; `node:` for what Node has built in. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  models: SCHEMA,
  scenario: SCHEMA,
  runs: SCHEMA,
  worker: SCHEMA,
  cli: ['node:', 'valibot', '@valibot/to-json-schema'],
  conformance: ['node:', 'valibot'],
  ui: [
    'react',
    'react-dom',
    'zustand',
    'd3-',
    'radix-ui',
    'valibot',
    '@codemirror/',
    '@lezer/',
    'gifenc',
    'mediabunny',
    'html-to-image',
  ],
};

/** Under ui these are for all; any other folder is a view, and views meet in stores and in analysis. */
const SHARED_BY_VIEWS = ['app', 'design'];

/**
 * The part of the models that the page may hold: how a config is written and what it may say, not what a
 * broker does.
 */
const MODELS_IN_PAGE =
  /^src\/models\/(configs|allConfigs|schema|clients\/program|[^/]+\/(config|clientConfig|arguments|statuses))\.ts$/;

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
/** `src/models/ports.ts` → `models/ports`, the form in which layers are named. */
const nameOf = (path: string): string => path.replace(/^src\//, '').replace(/\.(tsx?|mjs|js)$/, '');

/** @returns undefined for a file outside all layers */
function layerOf(name: string): string | undefined {
  const fitting = Object.keys(MAY_IMPORT).filter((layer) => isBelow(name, layer));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

export function checkLayers(sources: readonly Source[]): Breach[] {
  const shipped = sources.filter(
    ({ path }) => /^(src|conformance)\//.test(path) && !isForTests(path) && !path.endsWith('.d.ts'),
  );
  return shipped.flatMap((source) => {
    const name = nameOf(source.path);
    const layer = layerOf(name);
    if (layer === undefined) {
      const what = `belongs to no layer: move it into one of ${[...new Set(Object.keys(MAY_IMPORT).map((l) => l.split('/')[0]))].join(', ')}`;
      return [{ path: source.path, line: 1, what }];
    }
    return source.mentions.flatMap((mention) => {
      const what = isRelative(mention.specifier)
        ? checkFile(name, layer, nameOf(pathOf(source.path, mention.specifier)), mention)
        : checkPackage(layer, mention);
      return what === undefined ? [] : [{ path: source.path, line: mention.line, what }];
    });
  });
}

function checkFile(name: string, layer: string, target: string, mention: Mention): string | undefined {
  const allowed = MAY_IMPORT[layer]!;
  if (layerOf(target) === layer) return layer === 'ui' ? checkViews(name, target) : undefined;
  if (allowed.some((path) => isBelow(target, path))) return undefined;
  if (name === 'worker/client' && target === 'worker/worker' && mention.kind === 'apart') return undefined;
  if (isBelow(target, 'scripts')) return 'imports scripts, which are no part of the product';
  const instead =
    layer === 'ui' ? 'ask the worker, or read the trace by analysis' : 'move the code to where both may reach it';
  return `imports ${target}, but ${layer} may import only ${allowed.join(', ') || 'itself'}: ${instead}`;
}

function checkViews(name: string, target: string): string | undefined {
  const [, view, inView] = name.split('/');
  const [, otherView, inOther] = target.split('/');
  if (inView === undefined || inOther === undefined || view === otherView) return undefined; // src/ui/main.tsx
  if (view === 'app' || SHARED_BY_VIEWS.includes(otherView!)) {
    const upward = view === 'design';
    return upward ? `imports ${target}, but design knows no view and no app: take what is needed as a prop` : undefined;
  }
  return `imports ${target}, but a view knows no other view: meet in a store (ui/app), in ui/design or in analysis`;
}

function checkPackage(layer: string, mention: Mention): string | undefined {
  const name = packageOf(mention.specifier);
  const allowed = MAY_USE[layer] ?? MAY_USE[layer.split('/')[0]!] ?? [];
  if (allowed.some((prefix) => name === prefix || (/[-/]$/.test(prefix) && name.startsWith(prefix)))) return undefined;
  return `imports the package ${mention.specifier}, but ${layer} may use ${allowed.join(', ') || 'none'}: do it in a layer that may, or without`;
}

/** However long the way: what the page loads holds no model and drives no engine. That is the worker's part. */
export function checkPage(
  sources: readonly Source[],
  exists: ReadonlySet<string>,
  entry = 'src/ui/main.tsx',
): Breach[] {
  const ofCode = ({ kind }: Mention) => kind === 'value' || kind === 'glob';
  const reached = reach(sources, exists, [entry], ofCode);
  return [...reached].flatMap(([path, way]) => {
    const banned = /^src\/(runs|cli)\//.test(path) || (path.startsWith('src/models/') && !MODELS_IN_PAGE.test(path));
    if (!banned || way === null) return [];
    const what = `puts ${path} into the page (reached from ${entry}): import its types only, or ask the worker`;
    return [{ path: way.from, line: way.mention.line, what }];
  });
}
