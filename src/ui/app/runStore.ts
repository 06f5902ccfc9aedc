import { useStore } from 'zustand';
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Reading } from '../../analysis/reading';
import type { SceneReader } from '../../analysis/scene/seek';
import type { Trace } from '../../engine/trace/columns';
import { EngineClient } from '../../worker/client';
import type { InputError, RunReply, RunRequest } from '../../worker/protocol';
import type { Lore } from '../stage/lore';
import type { Hue } from './hues';
import type { Pacing } from './pacing';
import { layKeyFrames, prepareRun } from './preparing';
import { notify } from './uiStore';

/** A run that the page can show: the worker's reply, with its columns made readable. */
export interface Run extends RunReply {
  readonly request: RunRequest;
  readonly trace: Trace;
  readonly reader: SceneReader;
  /** The trace with its vocabulary and indices: what steps, sentences and stories are read from. */
  readonly reading: Reading;
  /** The hue of each message, by its id: the name of a token of tokens.css. */
  readonly hues: readonly Hue[];
  readonly pacing: Pacing;
  /** What the stage has to know of the whole run. */
  readonly lore: Lore;
}

export interface RunState {
  /** The last good run: it stays on the page while the next one is computed, or if that is refused. */
  readonly run: Run | null;
  readonly loading: boolean;
  /** Share of the run that is computed, 0 to 1, while loading; null while what was computed is read. */
  readonly progress: number | null;
  /** How many events that is. */
  readonly events: number;
  /** Why the last request was refused: the asker's mistakes. Empty otherwise. */
  readonly errors: readonly InputError[];
  /** The last request broke: a bug of ours, in words. */
  readonly failure: string | null;
}

export const runStore = createStore<RunState>(() => ({
  run: null,
  loading: false,
  progress: 0,
  events: 0,
  errors: [],
  failure: null,
}));

/** Whose run a part of the page shows: the one on screen, or the one beside it. */
export const RunContext = createContext<StoreApi<RunState>>(runStore);

export const useRunStore = <T>(selector: (state: RunState) => T): T => useStore(useContext(RunContext), selector);

let client: EngineClient | null = null;
let latest = 0;

/** The one engine of the page. */
export function engineOfPage(): EngineClient {
  client ??= new EngineClient((why) =>
    notify({ kind: 'warning', text: `The engine stopped and was started again (${why}).` }),
  );
  return client;
}

/** Computes a run and shows it. Of several asked for at once only the last is shown. */
export async function requestRun(request: RunRequest): Promise<void> {
  const ticket = (latest += 1);
  // What was called off, or undone while it was computed: the run before it is there still.
  if (runStore.getState().run?.request === request)
    return runStore.setState({ loading: false, errors: [], failure: null });
  runStore.setState({ loading: true, progress: 0, events: 0 });
  const answer = await engineOfPage().run(request, ({ at, until, events }) => {
    if (ticket === latest) runStore.setState({ progress: until > 0 ? at / until : 0, events });
  });
  if (ticket !== latest) return;
  switch (answer.kind) {
    case 'run':
      return show(request, answer, ticket);
    case 'refused':
      runStore.setState({ loading: false, errors: answer.errors, failure: null });
      return;
    case 'failed':
      runStore.setState({ loading: false, errors: [], failure: answer.message });
      return;
  }
}

async function show(request: RunRequest, reply: RunReply, ticket: number): Promise<void> {
  const isLatest = () => ticket === latest;
  runStore.setState({ progress: null, events: reply.summary.events });
  const run = await prepareRun(request, reply, isLatest);
  if (run === null) return;
  runStore.setState({ run, loading: false, errors: [], failure: null });
  void layKeyFrames(run, () => runStore.getState().run === run);
}

/** Gives up what is being computed. The run on screen stays. */
export function cancelRun(): void {
  latest += 1;
  engineOfPage().cancelRuns();
  runStore.setState({ loading: false });
}

export const dismissErrors = (): void => runStore.setState({ errors: [], failure: null });
