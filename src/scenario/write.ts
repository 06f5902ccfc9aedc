import type { ScenarioFile } from './schema/scenario';

/** Lines no longer than this, where a value can be broken at all. */
const WIDTH = 88;

/** A scenario file as a person would write it: what fits on a line stands on one. */
export const writeFile = (file: ScenarioFile): string => `${write(file, 0)}\n`;

function write(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = onOneLine(value);
  if (line.length + 2 * depth <= WIDTH && depth > 0) return line;
  const pad = '  '.repeat(depth + 1);
  const end = `\n${'  '.repeat(depth)}`;
  if (Array.isArray(value)) return `[\n${value.map((each) => pad + write(each, depth + 1)).join(',\n')}${end}]`;
  const lines = said(value).map(([key, each]) => `${pad}${JSON.stringify(key)}: ${write(each, depth + 1)}`);
  return `{\n${lines.join(',\n')}${end}}`;
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const entries = said(value).map(([key, each]) => `${JSON.stringify(key)}: ${onOneLine(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

const said = (value: object): [string, unknown][] => Object.entries(value).filter(([, each]) => each !== undefined);
