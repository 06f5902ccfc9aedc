import type { SyntaxNode, Tree } from '@lezer/common';

/** Reads the syntax tree of a JSON text, broken or not: what stands where. */

export type Key = string | number;

interface Text {
  sliceString(from: number, to: number): string;
}

const VALUES: ReadonlySet<string> = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

/** The value that a node stands for; undefined where there is none yet. */
export function valueOf(node: SyntaxNode | null, text: Text): unknown {
  switch (node?.name) {
    case 'Object':
      return Object.fromEntries(
        node.getChildren('Property').map((property) => [keyOf(property, text), valueOf(valueNode(property), text)]),
      );
    case 'Array':
      return elementsOf(node).map((element) => valueOf(element, text));
    case 'True':
      return true;
    case 'False':
      return false;
    case 'Null':
      return null;
    case 'String':
    case 'Number':
      return parsed(text.sliceString(node.from, node.to));
    default:
      return undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

export const keyOf = (property: SyntaxNode, text: Text): string => {
  const name = property.getChild('PropertyName');
  return name === null ? '' : String(parsed(text.sliceString(name.from, name.to)) ?? '');
};

const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
};

const elementsOf = (array: SyntaxNode): SyntaxNode[] => childrenOf(array).filter(({ name }) => VALUES.has(name));
const valueNode = (property: SyntaxNode): SyntaxNode | null =>
  childrenOf(property).find(({ name }) => VALUES.has(name)) ?? null;

export const rootOf = (tree: Tree): SyntaxNode | null =>
  childrenOf(tree.topNode).find(({ name }) => VALUES.has(name)) ?? null;

/** Where in the file a node stands: keys and indices from the root. */
export function pathOf(node: SyntaxNode, text: Text): Key[] {
  const path: Key[] = [];
  for (let here: SyntaxNode | null = node; here?.parent; here = here.parent) {
    const { parent }: SyntaxNode = here;
    if (here.name === 'Property') path.unshift(keyOf(here, text));
    else if (parent.name === 'Array' && VALUES.has(here.name))
      path.unshift(elementsOf(parent).findIndex(({ from }) => from === here!.from));
  }
  return path;
}

/**
 * The stretch of text that a place such as `consumers[payment-1].prefetch` names: the value, or the key
 * where the value is long; as deep as the text goes.
 */
export function rangeOf(where: string, tree: Tree, text: Text): { readonly from: number; readonly to: number } {
  let node = rootOf(tree);
  let name: SyntaxNode | null = null;
  for (const [, key, element] of where.matchAll(/(?:^|\.)([^.[\]]+)|\[([^\]]+)\]/g)) {
    if (node === null) break;
    if (key !== undefined) {
      const property: SyntaxNode | undefined = node.getChildren('Property').find((one) => keyOf(one, text) === key);
      if (property === undefined) break;
      name = property.getChild('PropertyName');
      node = valueNode(property);
    } else {
      const elements: SyntaxNode[] = node.name === 'Array' ? elementsOf(node) : [];
      const found: SyntaxNode | undefined =
        elements.find((one) => nameIn(one, text) === element) ?? elements[element === '*' ? 0 : Number(element)];
      if (found === undefined) break;
      node = found;
      name = found.getChildren('Property').find((one) => keyOf(one, text) === 'name') ?? null;
    }
  }
  const isShort = node !== null && !text.sliceString(node.from, node.to).includes('\n');
  const marked = isShort ? node : (name ?? node);
  return marked === null ? { from: 0, to: 0 } : { from: marked.from, to: marked.to };
}

const nameIn = (node: SyntaxNode, text: Text): unknown => {
  const value = valueOf(node, text);
  return typeof value === 'object' && value !== null ? (value as { readonly name?: unknown }).name : undefined;
};
