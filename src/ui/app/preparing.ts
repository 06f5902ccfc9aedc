import { Narrator } from '../../analysis/now';
import { Reading } from '../../analysis/reading';
import { SceneReader } from '../../analysis/scene/seek';
import { Steps } from '../../analysis/steps';
import { Trace } from '../../engine/trace/columns';
import type { RunReply, RunRequest } from '../../worker/protocol';
import { huesOf } from './hues';
import { pacing } from './pacing';
import type { Run } from './runStore';

/** Records read between two looks at the clock: a millisecond or two. */
const SLICE = 20_000;
/** How long the page may be busy at a time, so that it still moves. */
const BUSY_MS = 6;
/** Runs up to this length are read at once: it takes a few frames at most, and the first picture comes sooner. */
const SHORT = 60_000;

/** Makes a run of the worker's answer, bit by bit: every `next` reads some thousand records. */
function* preparing(request: RunRequest, reply: RunReply): Generator<undefined, Run> {
  const { header } = reply;
  const trace = Trace.of(reply.chunks, reply.records);
  const reading = new Reading(trace, header, true);
  while (reading.update(SLICE)) yield;
  const pace = yield* pacing(reading, SLICE * 4);
  return {
    ...reply,
    request,
    trace,
    reading,
    reader: new SceneReader(trace, header, { reading }),
    steps: new Steps(reading),
    narrator: new Narrator(reading),
    hues: huesOf(header),
    pacing: pace,
  };
}

/** Takes the answer of a worker apart, at once; also for tests and the gallery, which have runs of their own. */
export function toRun(request: RunRequest, reply: RunReply): Run {
  const steps = preparing(request, reply);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same without holding the page up for more than a frame; null if meanwhile `isWanted` no longer holds. */
export async function prepareRun(request: RunRequest, reply: RunReply, isWanted: () => boolean): Promise<Run | null> {
  if (reply.records <= SHORT) return toRun(request, reply);
  const steps = preparing(request, reply);
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < BUSY_MS) continue;
    await nextTask();
    if (!isWanted()) return null;
    since = performance.now();
  }
}

/** Leaves key frames over the whole run in idle time, so that any of its moments is near one. */
export async function layKeyFrames({ reader, trace }: Run, isWanted: () => boolean): Promise<void> {
  if (trace.length <= SHORT) return;
  while (reader.prepare(KEY_FRAME_SLICE)) {
    await nextTask();
    if (!isWanted()) return;
  }
  // Seen by bench:page and in the browser's profiler.
  performance.mark('key frames laid');
}

/** Records folded in one go: three to five milliseconds. */
const KEY_FRAME_SLICE = 4_000;

/** Lets the browser draw and answer first. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
