import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { FaultFile } from '../../scenario/schema/faults';
import type { RunRequest } from '../../worker/protocol';

/** What a person has chosen: it determines the run, and is what a link holds. */
export type Edit = RunRequest;

interface EditState {
  /** Null until the page knows what to open. */
  readonly edit: Edit | null;
  readonly past: readonly Edit[];
  readonly future: readonly Edit[];
  /** The last change was to the scenario's text: the next one belongs to it, and is no step of undo. */
  readonly typing?: boolean;
}

/** Steps of undo that are kept. */
const PAST_MAX = 200;

export const editStore = createStore<EditState>(() => ({ edit: null, past: [], future: [] }));

export const useEditStore = <T>(selector: (state: EditState) => T): T => useStore(editStore, selector);

/** Opens something else; what was open before can be had back by undo, too. */
export function open(edit: Edit): void {
  const { edit: before, past } = editStore.getState();
  const steps = before === null ? [] : [...past.slice(-PAST_MAX + 1), before];
  editStore.setState({ edit, past: steps, future: [], typing: false });
}

/** A built-in scenario with its own demonstration, or without faults. */
export const builtIn = (id: string, faults: Edit['faults'] = 'own'): Edit => ({
  source: { id },
  variant: null,
  seed: null,
  settings: [],
  faults,
});

/** Changes what is chosen; the change can be undone. */
export function change(next: Partial<Edit>): void {
  const { edit, past } = editStore.getState();
  if (edit === null) return;
  editStore.setState({
    edit: { ...edit, ...next },
    past: [...past.slice(-PAST_MAX + 1), edit],
    future: [],
    typing: false,
  });
}

/** Another text of the scenario, as it is typed: all of it until something else is changed is one step of undo. */
export function editText(text: string): void {
  const { edit, typing } = editStore.getState();
  if (edit === null) return;
  const source = { text };
  if (typing) editStore.setState({ edit: { ...edit, source } });
  else change({ source });
  editStore.setState({ typing: true });
}

export function undo(): void {
  const { edit, past, future } = editStore.getState();
  const before = past.at(-1);
  if (edit === null || before === undefined) return;
  editStore.setState({ edit: before, past: past.slice(0, -1), future: [edit, ...future], typing: false });
}

export function redo(): void {
  const { edit, past, future } = editStore.getState();
  const [next, ...rest] = future;
  if (edit === null || next === undefined) return;
  editStore.setState({ edit: next, past: [...past, edit], future: rest, typing: false });
}

/** A setting by knob id or path. A value equal to `initial` takes the setting away. */
export function setSetting(path: string, value: unknown, initial: unknown): void {
  const { edit } = editStore.getState();
  if (edit === null) return;
  const others = edit.settings.filter(([known]) => known !== path);
  change({ settings: JSON.stringify(value) === JSON.stringify(initial) ? others : [...others, [path, value]] });
}

/** Puts a fault at the end of the list. `inForce`: what `own` stands for now. */
export function addFault(fault: FaultFile, inForce: readonly FaultFile[]): void {
  change({ faults: [...listOf(inForce), fault] });
}

export function removeFault(index: number, inForce: readonly FaultFile[]): void {
  change({ faults: listOf(inForce).filter((_, other) => other !== index) });
}

function listOf(inForce: readonly FaultFile[]): readonly FaultFile[] {
  const faults = editStore.getState().edit?.faults;
  return faults === undefined || faults === 'own' ? inForce : faults;
}
