import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { linter, lintGutter, lintKeymap, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { StateEffect, type EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { describeSetting } from '../../scenario/describe';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { keyHints, schemaFor, valueHints, type Hint } from './hints';
import type { Mistake } from './mistakes';
import { keyOf, pathOf, rootOf, valueOf } from './tree';

/** The engine has said something of this text. */
export const lookAgain = StateEffect.define<null>();

/** What the editor is made of: JSON, with hints, explanations and mistakes from the scenario's schema. */
export function extensions(mistakesOf: (state: EditorState) => readonly Mistake[]): Extension {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    json(),
    syntaxHighlighting(colours),
    autocompletion({ override: [complete], icons: false }),
    hoverTooltip(explain),
    lintGutter(),
    linter((view) => mistakesOf(view.state).map(toDiagnostic), {
      delay: 250,
      needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((one) => one.is(lookAgain))),
    }),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ 'aria-label': 'Scenario file', tabindex: '0' }),
    EditorView.lineWrapping,
  ];
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--done)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator, tags.punctuation], color: 'var(--ink-3)' },
]);

const toDiagnostic = ({ from, to, where, message }: Mistake): Diagnostic => ({
  from,
  to,
  severity: 'error',
  source: where,
  message,
});

const fileIn = (state: EditorState): ScenarioFile =>
  (valueOf(rootOf(syntaxTree(state)), state.doc) ?? {}) as ScenarioFile;

function complete(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const word = context.matchBefore(/"?[\w$-]*/);
  const from = word?.from ?? pos;
  if (!explicit && (word === null || word.from === word.to)) return null;
  const node = syntaxTree(state).resolveInner(from, 1);
  const file = fileIn(state);
  const inValue =
    /:\s*$/.test(state.sliceDoc(Math.max(0, from - 40), from)) ||
    (/[[,]\s*$/.test(state.sliceDoc(Math.max(0, from - 40), from)) && node.parent?.name === 'Array');
  const to = state.sliceDoc(pos, pos + 1) === '"' && word?.text.startsWith('"') ? pos + 1 : pos;
  if (inValue) return resultOf(from, to, valueHints(file, pathOf(node, state.doc)));
  const object = node.name === 'Object' ? node : node.parent?.name === 'Property' ? node.parent.parent : node.parent;
  if (object?.name !== 'Object') return null;
  const present = object.getChildren('Property').map((property) => keyOf(property, state.doc));
  return resultOf(from, to, keyHints(file, pathOf(object, state.doc), present));
}

function resultOf(from: number, to: number, hints: readonly Hint[]): CompletionResult | null {
  if (hints.length === 0) return null;
  const options = hints.map(({ label, insert, detail, info }): Completion => ({
    label: JSON.stringify(label),
    displayLabel: label,
    apply: insert,
    detail,
    ...(info.trim() === '' ? {} : { info }),
  }));
  return { from, to, options, validFor: /^"?[\w$-]*$/ };
}

/** What a setting means, over its key. */
const explain = (view: EditorView, pos: number) => {
  const node = syntaxTree(view.state).resolveInner(pos, -1);
  if (node.name !== 'PropertyName') return null;
  const schema = schemaFor(fileIn(view.state), pathOf(node, view.state.doc));
  if (schema === undefined) return null;
  const { text, source, standard } = describeSetting(schema);
  const lines = [text, standard === undefined ? '' : `Default: ${JSON.stringify(standard)}.`, source];
  const words = lines.filter((line) => line !== '').join(' ');
  if (words === '') return null;
  return {
    pos: node.from,
    end: node.to,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'editor-tip';
      dom.textContent = words;
      return { dom };
    },
  };
};
