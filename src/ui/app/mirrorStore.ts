import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { mirrorOf, viewerOf } from '../../analysis/mirror';
import type { MessageId, NodeId } from '../../engine/units';
import type { FaultFile } from '../../scenario/schema/faults';
import { change } from './editStore';
import { runStore, type Run } from './runStore';
import { select } from './selectionStore';
import { say } from './speech';
import { seqNow } from './stepping';
import { showTab } from './uiStore';

/** The lost answer and its mirror: which fault stands in which run, and the run that is not shown. */
interface MirrorState {
  readonly pair: {
    readonly index: number;
    readonly answer: FaultFile;
    readonly mirror: FaultFile;
    readonly viewer: NodeId;
    readonly message: MessageId;
  } | null;
  readonly other: Run | null;
}

export const mirrorStore = createStore<MirrorState>(() => ({ pair: null, other: null }));
export const useMirrorStore = <T>(selector: (state: MirrorState) => T): T => useStore(mirrorStore, selector);

/** Which side of the pair a run is; null if it is neither. */
export function sideOf(run: Run, { pair }: Pick<MirrorState, 'pair'>): 'answer' | 'mirror' | null {
  if (pair === null) return null;
  const fault = JSON.stringify(run.scenario.faults[pair.index]);
  if (fault === JSON.stringify(pair.answer)) return 'answer';
  return fault === JSON.stringify(pair.mirror) ? 'mirror' : null;
}

/** Whether a lost answer is there to be flipped, or its mirror to be flipped back. */
export function canFlip(): boolean {
  const { run } = runStore.getState();
  if (run === null) return false;
  return sideOf(run, mirrorStore.getState()) !== null || mirrorOf(run.reading, run.scenario.faults, seqNow()) !== null;
}

/** Shows the run in which what was answered is lost instead of the answer, or goes back. The moment stays. */
export function flipMirror(): void {
  const { run } = runStore.getState();
  if (run === null) return;
  const { faults } = run.scenario;
  const side = sideOf(run, mirrorStore.getState());
  if (side === null) {
    const mirror = mirrorOf(run.reading, faults, seqNow());
    const answer = mirror === null ? undefined : faults[mirror.index];
    if (mirror === null || answer === undefined) return say('No answer is lost in this run.', 'now');
    const viewer = viewerOf(run.reading, mirror.index);
    mirrorStore.setState({
      pair: { index: mirror.index, answer, mirror: mirror.fault, viewer, message: mirror.message },
    });
  }
  const { pair } = mirrorStore.getState();
  mirrorStore.setState({ other: run });
  const next = side === 'mirror' ? pair!.answer : pair!.mirror;
  change({ faults: faults.map((fault, index) => (index === pair!.index ? next : fault)) });
  select({ kind: 'message', message: pair!.message });
  showTab('story');
  say(side === 'mirror' ? 'The answer is lost again.' : 'The mirror: what it answers is lost instead.', 'now');
}
