import ts from 'typescript';

/** A place where a rule is broken, and what to do instead. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** One mention of another file or package: a static, dynamic or re-exporting import, a worker's URL, a glob. */
export interface Mention {
  readonly line: number;
  readonly specifier: string;
  /** `type` leaves nothing in the built page; `glob` names files by a pattern; `apart` starts a worker. */
  readonly kind: 'value' | 'type' | 'glob' | 'apart';
}

/** A file of the repository, read once and shared by all rules. Paths are relative to the root, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly mentions: readonly Mention[];
}

export const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path);

/** Tests, and what exists for them alone: other rules hold there, because nobody ships it. */
export const isForTests = (path: string): boolean => isTest(path) || /^src\/(properties|tidy)\/|\/testing\//.test(path);

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

export function parse(path: string, text: string): Source {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, kind);
  return { path, text, tree, mentions: mentionsIn(tree) };
}

/** Calls `visit` with every node, in the order of the text. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

function mentionsIn(tree: ts.SourceFile): Mention[] {
  const mentions: Mention[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, kind: Mention['kind']) => {
    if (specifier && ts.isStringLiteralLike(specifier))
      mentions.push({ line: lineOf(tree, node), specifier: specifier.text, kind });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, leavesNothing(node) ? 'type' : 'value');
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, 'type');
    else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0], 'value');
      else if (node.expression.getText(tree) === 'import.meta.glob') addGlobs(node, add);
    } else if (ts.isNewExpression(node) && node.expression.getText(tree) === 'URL') {
      if (node.arguments?.[1]?.getText(tree) === 'import.meta.url') add(node, node.arguments[0], 'apart');
    }
  });
  return mentions;
}

/** `import type …`, or a list of names each marked `type`. */
function leavesNothing(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (!clause) return false; // import './style.css'
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.every((name) => name.isTypeOnly);
}

function addGlobs(node: ts.CallExpression, add: (node: ts.Node, specifier: ts.Node, kind: 'glob') => void): void {
  const [patterns] = node.arguments;
  if (!patterns) return;
  for (const pattern of ts.isArrayLiteralExpression(patterns) ? patterns.elements : [patterns])
    add(node, pattern, 'glob');
}
