import '../../scenario/allKinds';
import type { Tree } from '@lezer/common';
import { InputErrors } from '../../scenario/errors';
import { load, parseFile } from '../../scenario/load';
import type { InputError } from '../../worker/protocol';
import { rangeOf } from './tree';

/** A mistake in the text: where, and what was expected there. */
export interface Mistake {
  readonly from: number;
  readonly to: number;
  readonly where: string;
  readonly message: string;
}

/** What the schema has to say of a text; empty if it can be run as far as the schema knows. */
export function schemaMistakes(text: string): readonly InputError[] {
  try {
    load(parseFile(text));
    return [];
  } catch (error) {
    if (error instanceof InputErrors) return error.issues;
    // A text in which names point at nothing may trip the loader before it can say so.
    return [{ where: '', message: error instanceof Error ? error.message : String(error) }];
  }
}

/** Mistakes at their places in the text. */
export function placed(errors: readonly InputError[], tree: Tree, text: string): Mistake[] {
  const slice = { sliceString: (from: number, to: number) => text.slice(from, to) };
  return errors.map(({ where, message }) => {
    const syntax = /position (\d+)/.exec(message);
    if (where === '' && syntax !== null) {
      const at = Math.min(Number(syntax[1]), Math.max(0, text.length - 1));
      return { from: at, to: Math.min(text.length, at + 1), where: 'file', message: plainSyntax(message) };
    }
    return { ...rangeOf(where, tree, slice), where: where === '' ? 'file' : where, message };
  });
}

/** "this is not JSON: Expected ',' or '}'", without the position, which is marked. */
const plainSyntax = (message: string): string => message.replace(/ (in JSON )?at position \d+.*$/, '');
