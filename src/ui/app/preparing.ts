import { Reading } from '../../analysis/reading';
import { SceneReader } from '../../analysis/scene/seek';
import { atOnce, SHORT, SLICE, type Work } from '../../analysis/work';
import { Trace } from '../../engine/trace/columns';
import { unpackMessages } from '../../analysis/packedMessages';
import type { RunReply, RunRequest } from '../../worker/protocol';
import { readLore } from '../stage/lore';
import { huesOf } from './hues';
import { pacing } from './pacing';
import type { Run } from './runStore';
import { bitByBit, nextTask } from './work';

/** Makes a run of the worker's answer, bit by bit: every `next` reads some thousand records. */
function* preparing(request: RunRequest, reply: RunReply): Work<Run> {
  const { messages } = reply;
  const header = messages === undefined ? reply.header : { ...reply.header, messages: yield* unpackMessages(messages) };
  const trace = Trace.of(reply.chunks, reply.records);
  const reading = new Reading(trace, header, true);
  while (reading.update(SLICE)) yield;
  // Of a short run they are read when somebody asks.
  if (reply.records > SHORT) while (reading.extents.update(SLICE)) yield;
  const pace = yield* pacing(reading);
  const lore = yield* readLore(reading, reply.scenario.faults);
  return {
    ...reply,
    header,
    request,
    trace,
    reading,
    reader: new SceneReader(trace, header, { reading }),
    hues: huesOf(header),
    pacing: pace,
    lore,
  };
}

/** Takes the answer of a worker apart, at once: for tests. */
export const toRun = (request: RunRequest, reply: RunReply): Run => atOnce(preparing(request, reply));

/** The same without holding the page up for more than a frame; null if meanwhile `isWanted` no longer holds. */
export async function prepareRun(request: RunRequest, reply: RunReply, isWanted: () => boolean): Promise<Run | null> {
  return reply.records <= SHORT ? toRun(request, reply) : bitByBit(preparing(request, reply), isWanted);
}

/** Told when a run's key frames reach further than before. */
const waiting = new Set<() => void>();

export function onKeyFrames(then: () => void): () => void {
  waiting.add(then);
  return () => void waiting.delete(then);
}

/** Leaves key frames over the whole run in idle time, so that any of its moments is near one. */
export async function layKeyFrames({ reader, trace }: Run, isWanted: () => boolean): Promise<void> {
  if (trace.length <= SHORT) return;
  while (reader.prepare(KEY_FRAME_SLICE)) {
    for (const then of [...waiting]) then();
    await nextTask();
    if (!isWanted()) return;
  }
  for (const then of [...waiting]) then();
  // Seen by bench:page and in the browser's profiler.
  performance.mark('key frames laid');
}

/** Records folded in one go: three to five milliseconds. */
const KEY_FRAME_SLICE = 4_000;
