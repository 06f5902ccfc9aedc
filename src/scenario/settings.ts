import { bare, below, describeSetting, WHOLE, type Described, type SchemaNode } from './describe';
import type { ScenarioFile } from './schema/scenario';

/** One setting of one part of a scenario, with what stands in the file and what the schema says of it. */
export interface Setting extends Described {
  /** `consumers[payment-1].prefetch`: what a link and `--set` call it. */
  readonly path: string;
  readonly key: string;
  /** As it stands in the file; undefined if the file leaves it out. */
  readonly value: unknown;
}

/** The settings of one thing: a node, a queue, a topic, a link. */
export interface Part {
  /** Its path; empty for the scenario itself. */
  readonly path: string;
  /** What kind of thing it is: "Queue", "Consumer". */
  readonly noun: string;
  /** Its title or name. */
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** Parts of a file that are no settings: who is there, what they run, what is told, asserted and tried. */
const NO_SETTINGS: ReadonlySet<string> = new Set([
  ...['format', '$schema', 'id', 'title', 'claim', 'text', 'try', 'simplifications', 'tags', 'noun'],
  ...['programs', 'faults', 'knobs', 'assertions', 'variants', 'subscriptions'],
  ...['name', 'kind', 'broker', 'between', 'source', 'destination'],
]);

const NOUNS: Readonly<Record<string, string>> = {
  brokers: 'Broker',
  queues: 'Queue',
  exchanges: 'Exchange',
  bindings: 'Binding',
  topics: 'Topic',
  producers: 'Producer',
  consumers: 'Consumer',
  clients: 'Client',
  databases: 'Database',
  tables: 'Table',
  links: 'Link',
};

/** Every setting of every part, in the order of the schema. */
export function settingsOf(file: ScenarioFile): readonly Part[] {
  const parts: Part[] = [];
  collect({ path: '', noun: 'Scenario', title: file.title }, WHOLE, file as Json, file, parts);
  return parts.filter(({ settings }) => settings.length > 0);
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function collect(
  part: Omit<Part, 'settings'>,
  schema: SchemaNode,
  value: Json,
  file: ScenarioFile,
  parts: Part[],
): void {
  const settings: Setting[] = [];
  parts.push({ ...part, settings });
  own(part.path, schema, value, settings);

  /** The settings of a thing, those in its inner objects with it; lists of things are parts of their own. */
  function own(path: string, of: SchemaNode, inside: Json, into: Setting[]): void {
    for (const [key, entry] of Object.entries(bare(of).entries ?? {})) {
      if (NO_SETTINGS.has(key)) continue;
      const where = path === '' ? key : `${path}.${key}`;
      const said = inside[key];
      const inner = bare(entry);
      const isInner = inner.entries !== undefined && (said === undefined || isObject(said));
      if (isInner && (said !== undefined || entry.default !== undefined)) own(where, inner, (said ?? {}) as Json, into);
      else if (inner.item !== undefined && bare(inner.item).type !== 'string' && key in NOUNS)
        things(where, NOUNS[key]!, inner, Array.isArray(said) ? said : []);
      else if (!isInner)
        into.push({ ...describeSetting(entry, said), path: where, key: keyIn(part.path, where), value: said });
    }
  }

  function things(path: string, noun: string, list: SchemaNode, elements: readonly unknown[]): void {
    elements.forEach((element, index) => {
      const schemaOf = below(list, index, element, file);
      if (!isObject(element) || schemaOf === undefined) return;
      const name = typeof element['name'] === 'string' ? element['name'] : String(index);
      const inner = { path: `${path}[${name}]`, noun, title: titleOf(element, name) };
      collect(inner, schemaOf, element, file, parts);
    });
  }
}

/** Within its part: `workload.messages`. */
const keyIn = (part: string, path: string): string => (part === '' ? path : path.slice(part.length + 1));

function titleOf(element: Json, name: string): string {
  const { title, between, source, destination } = element;
  if (typeof title === 'string') return title;
  if (Array.isArray(between)) return between.join(' – ');
  return typeof source === 'string' && typeof destination === 'string' ? `${source} → ${destination}` : name;
}
