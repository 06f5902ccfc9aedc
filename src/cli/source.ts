import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogue } from '../scenario/catalogue';
import { didYouMean, InputErrors, oneError } from '../scenario/errors';
import { load, parseFile, type Loaded, type LoadOptions } from '../scenario/load';
import type { ScenarioFile } from '../scenario/schema/scenario';

/** Where scenarios come from on the command line: the catalogue by id, or a file by its path. */
export interface Source {
  readonly file: ScenarioFile;
  /** For messages: the path of a file, empty for the catalogue. */
  readonly path: string;
}

export function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw oneError(path, `cannot read this file: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

/** A scenario by its id, or by the path of a file. Throws InputErrors. */
export function findSource(what: string | undefined, cwd: string): Source {
  if (what === undefined) throw oneError('', 'expected the id of a scenario or the path of a file');
  const known = catalogue.find(({ id }) => id === what);
  if (known !== undefined) return { file: known, path: '' };
  if (!/[./\\]/.test(what)) {
    const ids = catalogue.map(({ id }) => id);
    throw oneError('', `there is no scenario "${what}"${didYouMean(what, ids)}; "sim list" names them all`);
  }
  try {
    return { file: parseFile(readText(what, cwd)), path: what };
  } catch (error) {
    throw error instanceof InputErrors ? within(what, error) : error;
  }
}

/** Loads it with options; complaints about a file name the file. */
export function loadSource({ file, path }: Source, options: LoadOptions): Loaded {
  try {
    return load(file, options);
  } catch (error) {
    throw error instanceof InputErrors ? within(path, error) : error;
  }
}

export function within(path: string, errors: InputErrors): InputErrors {
  if (path === '') return errors;
  return new InputErrors(
    errors.issues.map(({ where, message }) => {
      if (where === path) return { where, message };
      return { where: where === '' ? path : `${path}: ${where}`, message };
    }),
  );
}
