import * as v from 'valibot';
import { kindsHere, type BrokerKind } from '../models/configs';
import type { Micros } from '../engine/units';
import { didYouMean, InputErrors, oneError, type InputIssue } from './errors';
import { setAt } from './paths';
import { faultSchema, type FaultFile } from './schema/faults';
import { scenarioFrame, wholeSchema, type Scenario, type ScenarioFile } from './schema/scenario';
import {
  clientSchema,
  consumerSchema,
  producerSchema,
  type ClientFile,
  type ConsumerFile,
  type ProducerFile,
} from './schema/topology';

/** What turns a scenario file into one run of it. */
export interface LoadOptions {
  readonly variant?: string | null;
  readonly seed?: number | null;
  readonly until?: string | null;
  /** Settings by path or knob id, in order. */
  readonly settings?: readonly (readonly [path: string, value: unknown])[];
  /** `own`: the demonstration of the scenario or variant. */
  readonly faults?: readonly FaultFile[] | 'own';
  /** In addition to those. */
  readonly moreFaults?: readonly FaultFile[];
}

/** A scenario with variant, settings and faults applied. */
export interface Loaded {
  readonly scenario: Scenario;
  /** The file's JSON after variant and settings: where knobs read their values. */
  readonly file: ScenarioFile;
  readonly original: ScenarioFile;
  readonly variant: string;
  readonly seed: number;
  readonly until: Micros;
  readonly ownFaults: readonly FaultFile[];
  readonly faults: readonly FaultFile[];
  /** Its own faults and settings, so that its `shows` assertions speak. */
  readonly isOwn: boolean;
}

type Json = Record<string, unknown>;

/** The name of the only variant of a scenario that declares none. */
export const PLAIN = 'plain';

/** Reads a scenario file's text. Throws InputErrors that name the place. */
export function parseFile(text: string): ScenarioFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw oneError('', `this is not JSON: ${(error as Error).message}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw oneError('', 'expected a JSON object with "format": 1');
  return json as ScenarioFile;
}

/** Applies variant, settings and faults to a file, and checks the whole. Throws InputErrors. */
export function load(original: ScenarioFile, options: LoadOptions = {}): Loaded {
  // Not structuredClone: parts of a scenario may share an object, and a setting of one must not become the other's.
  const file = JSON.parse(JSON.stringify(original)) as Json;
  const variants = checkFrame(file).variants;
  const names = Object.keys(variants);
  const variant = options.variant ?? names[0] ?? PLAIN;
  const chosen = variants[variant];
  if (chosen === undefined && variant !== PLAIN) {
    throw oneError(
      'variant',
      `there is no variant "${variant}"${didYouMean(variant, names)}; there are ${names.join(', ') || 'none'}`,
    );
  }
  for (const [path, value] of Object.entries(chosen?.set ?? {})) setAt(file, path, value, knownKeys());
  if (chosen?.assertions) file['assertions'] = (original.variants as Record<string, Json>)[variant]!['assertions'];
  const settings = options.settings ?? [];
  for (const [path, value] of settings) applySetting(file, path, value);
  if (options.seed !== undefined && options.seed !== null) file['seed'] = options.seed;
  if (options.until !== undefined && options.until !== null) file['until'] = options.until;
  const scenario = checkWhole(file);
  const ownFaults = (chosen?.faults ? rawVariant(original, variant).faults : original.faults) ?? [];
  const asked = options.faults === undefined || options.faults === 'own' ? ownFaults : options.faults;
  const faults = [...asked, ...(options.moreFaults ?? [])];
  faults.forEach((fault, index) => checkFault(fault, `faults[${index}]`));
  const isOwn = settings.length === 0 && JSON.stringify(faults) === JSON.stringify(ownFaults);
  return {
    scenario,
    file: file as unknown as ScenarioFile,
    original,
    variant,
    seed: scenario.seed,
    until: scenario.until,
    ownFaults,
    faults,
    isOwn,
  };
}

function rawVariant(file: ScenarioFile, variant: string): { readonly faults?: readonly FaultFile[] } {
  return (file.variants as Record<string, { readonly faults?: readonly FaultFile[] }>)[variant]!;
}

function applySetting(file: Json, path: string, value: unknown): void {
  const knobs = Array.isArray(file['knobs'])
    ? (file['knobs'] as { readonly id: string; readonly path: string | string[] }[])
    : [];
  const knob = knobs.find(({ id }) => id === path);
  const paths = knob === undefined ? [path] : typeof knob.path === 'string' ? [knob.path] : knob.path;
  const isBareWord = knob === undefined && !/[.[]/.test(path);
  if (isBareWord && !knownKeys().includes(path)) {
    const candidates = [...knobs.map(({ id }) => id), ...knownKeys()];
    throw oneError(path, `there is no such setting${didYouMean(path, candidates)}`);
  }
  for (const each of paths) setAt(file, each, structuredClone(value), knownKeys());
}

/** Checks one fault's form. */
export function checkFault(fault: unknown, where: string): FaultFile {
  const result = v.safeParse(faultSchema, fault);
  if (result.success) return fault as FaultFile;
  throw new InputErrors(result.issues.map((issue) => toIssue(issue, fault, where)));
}

function checkFrame(file: Json): v.InferOutput<typeof scenarioFrame> {
  const result = v.safeParse(scenarioFrame, file);
  if (result.success) return result.output;
  throw new InputErrors(result.issues.map((issue) => toIssue(issue, file, '')));
}

function checkWhole(file: Json): Scenario {
  const frame = checkFrame(file);
  const kinds = new Map<string, BrokerKind>(frame.brokers.map(({ name, kind }) => [name, kind]));
  const issues: InputIssue[] = [];
  const parse = <T>(entries: readonly Json[], section: string, schemaOf: (kind: BrokerKind) => v.GenericSchema): T[] =>
    entries.map((client, index) => {
      const where = `${section}[${String(client['name'] ?? client['broker'] ?? index)}]`;
      const kind = kinds.get(client['broker'] as string);
      if (kind === undefined) {
        issues.push({
          where: `${where}.broker`,
          message: `there is no broker "${String(client['broker'])}"${didYouMean(String(client['broker']), [...kinds.keys()])}`,
        });
        return client as T;
      }
      const result = v.safeParse(schemaOf(kind), client);
      if (result.success) return result.output as T;
      issues.push(...result.issues.map((issue) => toIssue(issue, client, where)));
      return client as T;
    });
  /** The clients of a program's process, whose form depends on whom they call. */
  const withClients = <T extends object>(host: T, section: string): T => {
    if (!('clients' in host) || !('name' in host) || !Array.isArray(host.clients)) return host;
    const where = `${section}[${String(host.name)}].clients`;
    return { ...host, clients: parse<ClientFile>(host.clients as Json[], where, clientSchema) };
  };
  const clientsOf = (section: string) => (file[section] ?? []) as Json[];
  const producers = parse<ProducerFile>(clientsOf('producers'), 'producers', producerSchema);
  const consumers = parse<ConsumerFile>(clientsOf('consumers'), 'consumers', consumerSchema).map((consumer) =>
    withClients(consumer, 'consumers'),
  );
  const brokers = frame.brokers.map((broker) => withClients(broker, 'brokers'));
  if (issues.length > 0) throw new InputErrors(issues);
  return { ...frame, brokers, producers, consumers };
}

/** A schema's complaint as a place and a sentence. Elements of lists are called by their names. */
function toIssue(issue: v.BaseIssue<unknown>, root: unknown, where: string): InputIssue {
  let place = where;
  let value: unknown = root;
  for (const part of issue.path ?? []) {
    const key = part.key as string | number;
    const isElement = Array.isArray(value);
    value = (value as Record<string | number, unknown> | null | undefined)?.[key];
    const itsName = (value as { readonly name?: unknown } | null | undefined)?.name;
    if (isElement) place += `[${typeof itsName === 'string' ? itsName : key}]`;
    else place += place === '' ? String(key) : `.${key}`;
  }
  const key = String(issue.path?.at(-1)?.key ?? '');
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return { where: place, message: `there is no such setting${didYouMean(key, knownKeys())}` };
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') return { where: place, message: 'is missing' };
  return {
    where: place,
    message: issue.message
      .replace(/^Invalid type: Expected/, 'expected')
      .replace(/ but received undefined$/, ', but it is missing'),
  };
}

let keys: readonly string[] = [];
/** How many kinds of broker these were collected from. */
let keysOf = 0;

/** Every key that a scenario file may have anywhere, to suggest from. */
export function knownKeys(): readonly string[] {
  const kinds = kindsHere();
  if (keysOf !== kinds.length) {
    const found = new Set<string>();
    collect(wholeSchema(), found, new Set());
    keysOf = kinds.length;
    for (const kind of kinds) {
      collect(producerSchema(kind), found, new Set());
      collect(consumerSchema(kind), found, new Set());
    }
    keys = [...found].sort((a, b) => (a < b ? -1 : 1));
  }
  return keys;
}

function collect(schema: unknown, found: Set<string>, seen: Set<unknown>): void {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return;
  seen.add(schema);
  const { entries, options, item, wrapped, pipe, value, items } = schema as Record<string, unknown>;
  if (typeof entries === 'object' && entries !== null) {
    for (const [key, entry] of Object.entries(entries)) {
      found.add(key);
      collect(entry, found, seen);
    }
  }
  for (const inner of [item, wrapped, value]) collect(inner, found, seen);
  for (const list of [options, pipe, items])
    if (Array.isArray(list)) for (const inner of list) collect(inner, found, seen);
}
