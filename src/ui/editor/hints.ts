import '../../scenario/allKinds';
import { bare, below, describeSetting, refined, WHOLE, type SchemaNode } from '../../scenario/describe';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import type { Key } from './tree';

/** What may be written at a place of a scenario file. */
export interface Hint {
  readonly label: string;
  /** What is written. */
  readonly insert: string;
  /** In short: its default, or what it is. */
  readonly detail: string;
  readonly info: string;
}

/** The schema of what stands at a path of a file that may be half written. */
export function schemaFor(file: ScenarioFile, path: readonly Key[]): SchemaNode | undefined {
  let schema: SchemaNode | undefined = WHOLE;
  let value: unknown = file;
  for (const key of path) {
    if (schema === undefined) return undefined;
    value = typeof value === 'object' && value !== null ? (value as Record<Key, unknown>)[key] : undefined;
    schema = below(schema, key, value, file);
  }
  return schema === undefined ? undefined : refined(schema, value, file);
}

/** The keys that an object may have and does not have yet. */
export function keyHints(file: ScenarioFile, path: readonly Key[], present: readonly string[]): Hint[] {
  const schema = schemaFor(file, path);
  if (schema === undefined) return [];
  const branches = schema.entries === undefined ? (bare(schema).options as SchemaNode[] | undefined) : undefined;
  const entries = Object.assign({}, ...(branches ?? [bare(schema)]).map((branch) => branch.entries ?? {})) as Record<
    string,
    SchemaNode
  >;
  return Object.entries(entries)
    .filter(([key]) => !present.includes(key))
    .map(([key, entry]) => {
      const { text, source, standard, isRequired } = describeSetting(entry);
      const detail = isRequired ? 'required' : standard === undefined ? '' : `default ${JSON.stringify(standard)}`;
      return { label: key, insert: `${JSON.stringify(key)}: ${sample(entry)}`, detail, info: [text, source].join(' ') };
    });
}

/** A value to begin with. */
function sample(entry: SchemaNode): string {
  const { kind, standard, choices } = describeSetting(entry);
  if (standard !== undefined && standard !== null) return JSON.stringify(standard);
  const inner = bare(entry);
  if (inner.item !== undefined) return '[]';
  if (inner.entries !== undefined || inner.type === 'record') return '{}';
  if (kind === 'choice') return JSON.stringify(choices[0]);
  const samples = { number: '0', switch: 'true', duration: '"1s"', text: '""', choice: '""', json: 'null' } as const;
  return samples[kind];
}

/** The values that may stand at a path: the schema's choices, or the names of things that the file has. */
export function valueHints(file: ScenarioFile, path: readonly Key[]): Hint[] {
  const plain = (value: unknown, detail = ''): Hint => ({
    label: String(value),
    insert: JSON.stringify(value),
    detail,
    info: '',
  });
  const schema = schemaFor(file, path);
  const { kind, choices } = schema === undefined ? { kind: 'text' as const, choices: [] } : describeSetting(schema);
  if (kind === 'choice') return choices.map((choice) => plain(choice));
  if (kind === 'switch') return [plain(true), plain(false)];
  if (schema !== undefined && bare(schema).type === 'variant') return [];
  const key = path.at(-1);
  if (key === 'step' || key === 'kind') return literalsAt(file, path).map((literal) => plain(literal));
  return typeof key === 'string' ? namesFor(key, file).map((name) => plain(name, 'in this file')) : [];
}

/** What tells the branches of a variant apart: kinds of broker, names of steps. */
function literalsAt(file: ScenarioFile, path: readonly Key[]): unknown[] {
  const key = String(path.at(-1));
  const list = schemaFor(file, path.slice(0, -2));
  const variant = list === undefined ? undefined : bare(bare(list).item ?? list);
  return ((variant?.options ?? []) as SchemaNode[]).flatMap(({ entries }) =>
    entries?.[key]?.literal === undefined ? [] : [entries[key].literal],
  );
}

/** Things of a file that are called by name elsewhere in it, by the key that calls them. */
function namesFor(key: string, file: ScenarioFile): string[] {
  const named = (list: unknown): string[] =>
    Array.isArray(list) ? list.map((one) => (one as { readonly name?: unknown } | null)?.name).filter(isText) : [];
  const within = (list: unknown, inner: string): string[] =>
    Array.isArray(list) ? list.flatMap((one) => named((one as Record<string, unknown> | null)?.[inner])) : [];
  const queues = within(file.brokers, 'queues');
  const topics = within(file.brokers, 'topics');
  const nodes = [...named(file.producers), ...named(file.brokers), ...named(file.consumers), ...named(file.databases)];
  const groups = (file.consumers ?? []).map(({ group }) => group).filter(isText);
  const names: Readonly<Record<string, readonly string[]>> = {
    program: Object.keys(file.programs ?? {}),
    broker: named(file.brokers),
    database: named(file.databases),
    table: within(file.databases, 'tables'),
    queue: queues,
    routingKey: queues,
    destination: queues,
    exchange: within(file.brokers, 'exchanges'),
    source: within(file.brokers, 'exchanges'),
    topic: topics,
    of: [...queues, ...groups, ...named(file.consumers)],
    whom: nodes,
    from: nodes,
    to: nodes,
  };
  return [...new Set(names[key] ?? [])];
}

const isText = (value: unknown): value is string => typeof value === 'string';
