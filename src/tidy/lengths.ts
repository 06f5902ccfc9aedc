import ts from 'typescript';
import { isForTests, lineOf, walk, type Breach, type Source } from './source';

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 90;

/** A file is read in one sitting; tests too. */
export function checkFileLength(files: readonly { readonly path: string; readonly text: string }[]): Breach[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines <= FILE_LINES_MAX) return [];
    return [
      { path, line: FILE_LINES_MAX + 1, what: `${lines} lines, at most ${FILE_LINES_MAX}: split it by what it does` },
    ];
  });
}

/** A function fits a screen or two. A suite of tests is no function in this sense. */
export function checkFunctionLength(sources: readonly Source[]): Breach[] {
  return sources
    .filter(({ path }) => !isForTests(path) && !path.startsWith('e2e/'))
    .flatMap(({ path, tree }) => {
      const breaches: Breach[] = [];
      walk(tree, (node) => {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
        const first = lineOf(tree, node);
        const lines = tree.getLineAndCharacterOfPosition(node.end).line + 2 - first;
        if (lines <= FUNCTION_LINES_MAX) return;
        const what = `a function of ${lines} lines, at most ${FUNCTION_LINES_MAX}: let it decide, and let small ones do`;
        breaches.push({ path, line: first, what });
      });
      return breaches;
    });
}
