import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { editStore, editText, useEditStore, type Edit } from '../app/editStore';
import { openFile } from '../app/dropping';
import { runStore } from '../app/runStore';
import { fileOf } from '../app/scenarioFile';
import { shareLink } from '../app/share';
import { Button } from '../design/Button';
import { saveText } from '../app/saveFile';
import { count } from '../design/format';
import { writeFile } from '../../scenario/write';
import { extensions, lookAgain } from './extensions';
import { placed, schemaMistakes, type Mistake } from './mistakes';
import { Templates } from './Templates';
import './editor.css';

/** How long after the last key a text that holds together is run. */
const RUN_AFTER_MS = 400;

/** The scenario's file, beside the stage: what is written runs as soon as it holds together. */
export default function Editor() {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const source = useEditStore(({ edit }) => edit?.source ?? null);

  useEffect(() => {
    const started = new EditorView({
      parent: host.current!,
      extensions: [
        extensions((state) => {
          const found = mistakesOf(state);
          setMistakes(found);
          return found;
        }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          if (docChanged && !transactions.some((transaction) => transaction.isUserEvent('load')))
            runSoon(state.doc.toString());
        }),
      ],
    });
    view.current = started;
    const { runSoon, stop } = running();
    const end = runStore.subscribe(({ errors }, before) => {
      if (errors !== before.errors) started.dispatch({ effects: lookAgain.of(null) });
    });
    return () => {
      stop();
      end();
      started.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    let isStale = false;
    if (source !== null) {
      void textOf(source).then((text) => {
        if (!isStale && view.current !== null) show(view.current, text);
      });
    }
    return () => {
      isStale = true;
    };
  }, [source]);

  const isOwn = source !== null && 'text' in source;
  return (
    <div className="editor">
      <div className="editor-bar">
        <Templates />
        <Button onClick={chooseFile}>Open…</Button>
        <Button onClick={() => saveText(fileName(), 'application/json', view.current?.state.doc.toString() ?? '')}>
          Save
        </Button>
        <Button onClick={() => void shareLink()}>Copy link</Button>
      </div>
      <div ref={host} className="editor-text" />
      <State
        mistakes={mistakes}
        isOwn={isOwn}
        goTo={(mistake) => view.current !== null && goTo(view.current, mistake)}
      />
    </div>
  );
}

interface StateProps {
  readonly mistakes: readonly Mistake[];
  readonly isOwn: boolean;
  readonly goTo: (mistake: Mistake) => void;
}

/** Whether it runs; if not, where it does not hold together. */
function State({ mistakes, isOwn, goTo }: StateProps) {
  const [first] = mistakes;
  return (
    <div className="editor-state" role="status">
      {first === undefined ? (
        <p>
          {isOwn
            ? 'This runs: the stage shows it.'
            : 'A built-in scenario. What you change here becomes your own copy.'}
        </p>
      ) : (
        <>
          <p>
            <b>{count(mistakes.length, 'mistake')}.</b> The last run that held together stays on the stage.
          </p>
          <button type="button" className="editor-mistake" onClick={() => goTo(first)}>
            <code>{first.where}</code> {first.message}
          </button>
        </>
      )}
    </div>
  );
}

function running() {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const run = (text: string): void => {
    timer = null;
    if (schemaMistakes(text).length === 0) editText(text);
  };
  return {
    runSoon: (text: string): void => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => run(text), RUN_AFTER_MS);
    },
    stop: (): void => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** The schema's, and those that only show when the parts are put together, which the engine told of this very text. */
function mistakesOf(state: EditorState): Mistake[] {
  const text = state.doc.toString();
  if (text.trim() === '') return [];
  const own = schemaMistakes(text);
  const { edit } = editStore.getState();
  const { errors } = runStore.getState();
  const asked = edit !== null && 'text' in edit.source && edit.source.text === text;
  return placed(own.length > 0 || !asked ? own : errors, syntaxTree(state), text);
}

async function textOf(source: Edit['source']): Promise<string> {
  if ('text' in source) return source.text;
  const file = await fileOf(source);
  return file === null ? '' : writeFile(file);
}

function show(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, userEvent: 'load' });
}

function goTo(view: EditorView, { from, to }: Mistake): void {
  view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  view.focus();
}

const fileName = (): string => `${runStore.getState().run?.scenario.id ?? 'scenario'}.json`;

/** A file of one's own, by the system's dialog. */
function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) void openFile(file);
  };
  input.click();
}
