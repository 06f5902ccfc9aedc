import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { readDifference, type Difference, type Told } from '../../analysis/difference';
import { EngineClient } from '../../worker/client';
import { clockRun, clockStore } from '../app/clockStore';
import { editStore, type Edit } from '../app/editStore';
import type { Gap } from '../app/folding';
import { partingStore } from '../app/partingStore';
import { layKeyFrames, prepareRun } from '../app/preparing';
import { runStore, type Run, type RunState } from '../app/runStore';
import { followClock, type SceneState } from '../app/sceneStore';
import { besideSource, type StageSource } from '../app/stageSource';
import { CALM, notify, showBeside, uiStore } from '../app/uiStore';
import { narratorOf, stepsOf } from '../app/telling';
import { bitByBit } from '../app/work';

const NO_RUN: RunState = { run: null, loading: false, progress: 0, events: 0, errors: [], failure: null };

/** The run beside the one on screen: the same seed, settings and faults, and one thing changed. */
export const besideRuns: StoreApi<RunState> = createStore<RunState>(() => NO_RUN);
export const besideScenes: StoreApi<SceneState> = createStore<SceneState>(() => ({
  scene: null,
  frame: 0,
  told: 0,
  isFar: false,
}));
export const besideStage: StageSource = besideSource(besideScenes);

interface Pair {
  readonly one: Run;
  readonly other: Run;
  readonly difference: Difference | null;
}

/** Both runs, once they belong together; null while one of them is computed. */
const pairStore = createStore<{ readonly pair: Pair | null }>(() => ({ pair: null }));
/** What is found is marked on the line of time, too. */
function showPair(pair: Pair | null): void {
  pairStore.setState({ pair });
  partingStore.setState({ at: pair?.difference?.at ?? null });
}

export const usePair = (): Pair | null => useStore(pairStore, ({ pair }) => pair);

/** What the other run is asked for. */
export const editBeside = (edit: Edit, beside: string): Edit =>
  beside === CALM ? { ...edit, faults: [] } : { ...edit, variant: beside };

let client: EngineClient | null = null;
let latest = 0;

/** Keeps the run beside at what is chosen and at the clock's moment. Returns a function that ends it. */
export function followBeside(): () => void {
  client ??= new EngineClient((why) =>
    notify({ kind: 'warning', text: `The engine of the run beside stopped and was started again (${why}).` }),
  );
  const ends = [
    followClock(besideRuns, besideScenes),
    // The run on screen comes first: its faults are what both have.
    runStore.subscribe(({ run }, before) => {
      if (run !== before.run) void request();
    }),
    uiStore.subscribe(({ beside }, before) => {
      if (beside !== before.beside) void request();
    }),
  ];
  void request();
  return () => {
    ends.forEach((end) => end());
    latest += 1;
    besideRuns.setState(NO_RUN);
    besideScenes.setState({ scene: null });
    showPair(null);
    const { run } = runStore.getState();
    const { ownSpeed } = clockStore.getState();
    if (run !== null) clockRun(run.pacing.end, run.pacing.gaps, ownSpeed, true);
  };
}

async function request(): Promise<void> {
  const { run } = runStore.getState();
  const { edit } = editStore.getState();
  const { beside } = uiStore.getState();
  if (run === null || edit === null || beside === null || client === null) return;
  // Another scenario may not have what was chosen of the one before.
  if (beside !== CALM && !run.scenario.variants.some(({ id }) => id === beside)) return showBeside(null);
  const ticket = (latest += 1);
  const asked = editBeside({ ...edit, faults: run.scenario.faults }, beside);
  besideRuns.setState({ loading: true });
  const answer = await client.run(asked);
  if (ticket !== latest) return;
  if (answer.kind !== 'run') {
    const failure = answer.kind === 'failed' ? answer.message : (answer.errors[0]?.message ?? '');
    besideRuns.setState({ ...NO_RUN, failure });
    return showPair(null);
  }
  const other = await prepareRun(asked, answer, () => ticket === latest);
  if (other === null) return;
  besideRuns.setState({ run: other, loading: false, errors: [], failure: null });
  const { ownSpeed } = clockStore.getState();
  clockRun(Math.max(run.pacing.end, other.pacing.end), commonGaps(run.pacing.gaps, other.pacing.gaps), ownSpeed, true);
  void layKeyFrames(other, () => besideRuns.getState().run === other);
  const found = await bitByBit(readDifference(toldOf(run), toldOf(other)), () => ticket === latest);
  if (ticket !== latest) return;
  showPair({ one: run, other, difference: found });
}

const toldOf = (run: Run): Told => ({ trace: run.trace, steps: stepsOf(run), narrator: narratorOf(run) });

/** Stretches in which nothing can be seen to happen in either run. Both lists are in order. */
export function commonGaps(one: readonly Gap[], other: readonly Gap[]): Gap[] {
  const common: Gap[] = [];
  let a = 0;
  let b = 0;
  while (a < one.length && b < other.length) {
    const from = Math.max(one[a]!.from, other[b]!.from);
    const to = Math.min(one[a]!.to, other[b]!.to);
    if (from < to) common.push({ from, to });
    if (one[a]!.to < other[b]!.to) a += 1;
    else b += 1;
  }
  return common;
}
