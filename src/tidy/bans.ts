import ts from 'typescript';
import { DETERMINISTIC_LAYERS, GLOBALS, MATH, MATH_UNNAMED, METHODS, POWER } from '../../scripts/bans.mjs';
import { isForTests, lineOf, walk, type Breach, type Source } from './source';

/** The same list as the linter's: a comment can silence the linter, and nothing silences this. */
export function checkBans(sources: readonly Source[]): Breach[] {
  const bound = new RegExp(`^src/(${DETERMINISTIC_LAYERS.join('|')})/`);
  return sources
    .filter(({ path }) => bound.test(path) && !isForTests(path))
    .flatMap(({ path, tree }) => {
      const breaches: Breach[] = [];
      walk(tree, (node) => {
        const what = banOf(node);
        if (what !== undefined) breaches.push({ path, line: lineOf(tree, node), what });
      });
      return breaches;
    });
}

/** `any` switches the compiler off for all that it touches, in every layer. */
export function checkAny(sources: readonly Source[]): Breach[] {
  return sources.flatMap(({ path, tree }) => {
    const breaches: Breach[] = [];
    walk(tree, (node) => {
      if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
      breaches.push({ path, line: lineOf(tree, node), what: 'any: use unknown and a schema, or say the type' });
    });
    return breaches;
  });
}

const own = (list: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(list, name) ? list[name] : undefined;

const isMath = (node: ts.Node | undefined): boolean => !!node && ts.isIdentifier(node) && node.text === 'Math';

function banOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.name.text;
    const why = (isMath(node.expression) ? own(MATH, name) : undefined) ?? own(METHODS, name);
    return why && `${isMath(node.expression) ? 'Math.' : ''}${name}: ${why}`;
  }
  if (ts.isElementAccessExpression(node) && isMath(node.expression)) return `Math[…]: ${MATH_UNNAMED}`;
  if (ts.isVariableDeclaration(node) && isMath(node.initializer)) return `Math taken apart: ${MATH_UNNAMED}`;
  if (node.kind === ts.SyntaxKind.AsteriskAsteriskToken) return `**: ${POWER}`;
  if (node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return `**=: ${POWER}`;
  if (ts.isIdentifier(node) && !isNameOfItsOwn(node)) {
    const why = own(GLOBALS, node.text);
    return why && `${node.text}: ${why}`;
  }
  return undefined;
}

/** Whether an identifier names a property (`run.performance`, `{ performance: 1 }`) and not the global of that name. */
function isNameOfItsOwn(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isGlobalObject(parent.expression);
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent))
    return parent.name === node;
  return ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent) || ts.isEnumMember(parent);
}

const isGlobalObject = (node: ts.Node): boolean =>
  ts.isIdentifier(node) && /^(globalThis|self|window)$/.test(node.text);
