import { parseArgs } from 'node:util';
import { checkFault, type LoadOptions } from '../scenario/load';
import { didYouMean, oneError } from '../scenario/errors';
import type { FaultFile } from '../scenario/schema/faults';
import { parseDuration } from '../models/schema';

/** Which options a command takes, by name. */
export type OptionKind = 'string' | 'list' | 'flag';
export type Options = Readonly<Record<string, OptionKind>>;

export interface Parsed {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  flag(name: string): boolean;
}

/** Reads a command's arguments. Throws InputErrors for options it does not take. */
export function parse(argv: readonly string[], options: Options): Parsed {
  const names = Object.keys(options);
  for (const word of argv) {
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name !== undefined && !names.includes(name))
      throw oneError(`--${name}`, `there is no such option${didYouMean(name, names)}`);
  }
  const config = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind === 'list' },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: config,
      allowPositionals: true,
      strict: true,
    });
    return {
      positionals,
      text: (name) => values[name] as string | undefined,
      list: (name) => (values[name] as string[] | undefined) ?? [],
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw oneError('', (error as Error).message.split('\n')[0]!);
  }
}

/** Options that all commands about one run share. */
export const RUN_OPTIONS = {
  variant: 'string',
  seed: 'string',
  until: 'string',
  set: 'list',
  fault: 'list',
  faults: 'string',
  'no-faults': 'flag',
  json: 'flag',
} as const satisfies Options;

/** Turns them into what loading takes. `readText` reads a file relative to the caller's folder. */
export function loadOptions(args: Parsed, readText: (path: string) => string): LoadOptions {
  const file = args.text('faults');
  if (file !== undefined && args.flag('no-faults')) throw oneError('--no-faults', 'cannot stand beside --faults');
  const until = args.text('until');
  if (until !== undefined && parseDuration(until) === null)
    throw oneError('--until', 'expected a duration such as "20s"');
  return {
    variant: args.text('variant') ?? null,
    seed: wholeNumber('--seed', args.text('seed')),
    until: until ?? null,
    settings: args.list('set').map(setting),
    faults: file !== undefined ? faultsFile(file, readText) : args.flag('no-faults') ? [] : 'own',
    moreFaults: args.list('fault').map((text) => checkFault(json(text, '--fault'), '--fault')),
  };
}

export function wholeNumber(where: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text) || Number(text) > 4_294_967_295)
    throw oneError(where, `expected a whole number from 0 to 4294967295, not "${text}"`);
  return Number(text);
}

function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw oneError(where, `this is not JSON: ${(error as Error).message}`);
  }
}

function setting(text: string): [string, unknown] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw oneError('--set', `expected path=value, not "${text}"`);
  const value = text.slice(equals + 1);
  try {
    return [text.slice(0, equals), JSON.parse(value)];
  } catch {
    return [text.slice(0, equals), value];
  }
}

function faultsFile(path: string, readText: (path: string) => string): FaultFile[] {
  const list = json(readText(path), path);
  if (!Array.isArray(list)) throw oneError(path, 'expected a JSON array of faults');
  return list.map((fault, index) => checkFault(fault, `${path}[${index}]`));
}

/** `1..20`, or one seed. */
export function seedRange(text: string): { from: number; to: number; text: string } {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  if (!match) throw oneError('--seeds', `expected a range such as 1..20, not "${text}"`);
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  if (to < from || to > 4_294_967_295) throw oneError('--seeds', `expected a rising range, not "${text}"`);
  return { from, to, text };
}
