import { clientEntries, type BrokerKind } from '../models/configs';
import { distribution, duration } from '../models/schema';
import { parsePath, valueAt } from './paths';
import { scenarioFrame, type ScenarioFile } from './schema/scenario';
import { clientSchema, consumerSchema, producerSchema } from './schema/topology';

/**
 * What the schema knows of a place in a scenario file: the one source of what settings are called, what
 * they may be and what they are if left out. Reads valibot's schemas as data.
 */
export interface Described {
  readonly kind: 'number' | 'duration' | 'switch' | 'choice' | 'text' | 'json';
  readonly choices: readonly (string | number | boolean)[];
  readonly min: number | null;
  readonly max: number | null;
  readonly isWhole: boolean;
  readonly unit: string;
  /** What it means, in a sentence or two; empty if the schema does not say. */
  readonly text: string;
  /** Where that and its default are from: a page of the broker's documentation, a property of its client. */
  readonly source: string;
  /** What it is if a file leaves it out; undefined: it is then absent, or must be said. */
  readonly standard: unknown;
  readonly isRequired: boolean;
}

/** A schema as far as it is read here. */
export interface SchemaNode {
  readonly type?: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly items?: readonly SchemaNode[];
  readonly value?: SchemaNode;
  readonly wrapped?: SchemaNode;
  readonly default?: unknown;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly PipeItem[];
}

interface PipeItem extends SchemaNode {
  readonly kind?: string;
  readonly requirement?: unknown;
  readonly metadata?: { readonly description?: string; readonly unit?: string };
}

/** The schema of a whole file, before it is known which broker its clients are of. */
export const WHOLE = scenarioFrame as unknown as SchemaNode;

/** Without `optional` and `nullable` around it. */
export function bare(schema: SchemaNode): SchemaNode {
  return schema.wrapped === undefined ? schema : bare(schema.wrapped);
}

/** The steps that a schema is made of: itself, what it wraps, what its pipe holds. */
function* partsOf(schema: SchemaNode): Generator<PipeItem> {
  yield schema;
  if (schema.wrapped !== undefined) yield* partsOf(schema.wrapped);
  for (const part of schema.pipe ?? []) if (part !== schema) yield* partsOf(part);
}

/** What the schema says of one setting. `value`: what stands in the file, where the schema allows several forms. */
export function describeSetting(schema: SchemaNode, value?: unknown): Described {
  const parts = [...partsOf(schema)];
  const limit = (type: string): number | null => {
    const found = parts.find((part) => part.type === type)?.requirement;
    return typeof found === 'number' ? found : null;
  };
  const metadata = parts.find((part) => part.metadata !== undefined)?.metadata;
  const [text = '', source = ''] = (metadata?.description ?? '').split(/\s*Source: /);
  const standard = parts.find((part) => part.default !== undefined)?.default;
  const unit = metadata?.unit ?? '';
  return {
    ...kindOf(parts, value === undefined ? standard : value),
    min: limit('min_value'),
    max: limit('max_value'),
    isWhole: parts.some((part) => part.type === 'integer'),
    unit: unit === 'duration' ? '' : unit,
    text: text.trim(),
    source: source.trim().replace(/\.$/, ''),
    standard,
    isRequired: schema.type !== 'optional',
  };
}

function kindOf(parts: readonly PipeItem[], value: unknown): Pick<Described, 'kind' | 'choices'> {
  const of = (kind: Described['kind'], choices: Described['choices'] = []) => ({ kind, choices });
  const has = (type: string) => parts.find((part) => part.type === type);
  // What may take several forms is shown in the one that it has.
  if (parts.some((part) => part === (distribution as unknown)) && typeof value === 'object') return of('json');
  if (parts.some((part) => part === (duration as unknown) || part === (distribution as unknown))) return of('duration');
  const options = has('picklist')?.options;
  if (options !== undefined) return of('choice', options as Described['choices']);
  if (has('boolean')) return of('switch');
  if (has('number')) return of('number');
  if (has('string')) return of('text');
  return of('json');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The schema of what stands below a key or in a list, given what stands there: a client's form depends on
 * its broker's kind, a broker's and a step's on what they say they are. Undefined: the schema knows none.
 */
export function below(
  schema: SchemaNode,
  key: string | number,
  inside: unknown,
  file: ScenarioFile,
): SchemaNode | undefined {
  const here = bare(schema);
  if (typeof key === 'number') {
    const item = here.item ?? here.items?.[key];
    return item === undefined ? undefined : refined(item, inside, file);
  }
  if (here.entries !== undefined) return here.entries[key];
  return here.type === 'record' ? here.value : undefined;
}

/** Takes the branch of a variant that a value is of, and the full form of a client. */
export function refined(schema: SchemaNode, value: unknown, file: ScenarioFile): SchemaNode {
  const here = bare(schema);
  if (here.type === 'variant' && isObject(value)) {
    const branches = (here.options ?? []) as SchemaNode[];
    const fitting = branches.find((branch) =>
      Object.entries(branch.entries ?? {}).some(
        ([key, entry]) => entry.type === 'literal' && entry.literal === value[key],
      ),
    );
    return fitting ?? here;
  }
  if (here.type === 'union' && isObject(value)) {
    const branches = (here.options as SchemaNode[]).filter(({ entries }) => entries !== undefined);
    return branches.find(({ entries }) => Object.keys(value).every((key) => key in entries!)) ?? here;
  }
  return here.type === 'loose_object' && isObject(value) ? clientOf(value, here, file) : here;
}

/** `clientFrame` says only whose client it is: the rest is its broker's kind's to say. */
function clientOf(client: Record<string, unknown>, otherwise: SchemaNode, file: ScenarioFile): SchemaNode {
  const kind = kindOfBroker(file, client['broker']);
  if (kind === undefined) return otherwise;
  if (client['name'] === undefined) return clientSchema(kind) as unknown as SchemaNode; // One of a program's.
  const isProducer = 'workload' in client || (file.producers ?? []).some(({ name }) => name === client['name']);
  return (isProducer ? producerSchema(kind) : consumerSchema(kind)) as unknown as SchemaNode;
}

function kindOfBroker(file: ScenarioFile, name: unknown): BrokerKind | undefined {
  if (!Array.isArray(file.brokers)) return undefined;
  const kind = (file.brokers as readonly { readonly name?: unknown; readonly kind?: unknown }[]).find(
    (broker) => broker?.name === name,
  )?.kind;
  return typeof kind === 'string' && Object.hasOwn(clientEntries, kind) ? (kind as BrokerKind) : undefined;
}

/** The schema at a path such as `consumers[payment-1].prefetch`; undefined if it knows none. `*` stands for the first. */
export function schemaAt(file: ScenarioFile, path: string): SchemaNode | undefined {
  let schema: SchemaNode | undefined = WHOLE;
  let value: unknown = file;
  for (const part of parsePath(path)) {
    if (schema === undefined) return undefined;
    if ('key' in part) {
      schema = below(schema, part.key, undefined, file);
      value = isObject(value) ? value[part.key] : undefined;
    } else {
      value = Array.isArray(value) ? elementOf(value, part.element) : undefined;
      schema = below(schema, 0, value, file);
    }
  }
  return schema;
}

function elementOf(list: readonly unknown[], element: string): unknown {
  if (element === '*') return list[0];
  return list.find((one) => isObject(one) && (one['name'] ?? one['broker']) === element) ?? list[Number(element)];
}

/** What a file says at a path, or what the schema says in its place. */
export function settingAt(file: ScenarioFile, path: string): unknown {
  const said = valueAt(file as Record<string, unknown>, path);
  if (said !== undefined) return said;
  const schema = schemaAt(file, path);
  return schema === undefined ? undefined : describeSetting(schema).standard;
}
