import { atLeastOnce } from '../scenario/catalogue/at-least-once';
import { InputErrors, oneError } from '../scenario/errors';
import { load, parseFile } from '../scenario/load';
import { loadModels } from '../models/loaders';
import { finishRun, startRun } from '../runs/course';
import { viewOf } from '../runs/view';
import { NONE } from '../engine/units';
import { buffersOf, CHUNK_ROWS } from '../engine/trace/columns';
import type { Reply, Request, RunRequest } from './protocol';

/**
 * The worker's side of the protocol, without `self`, so that it can be tested in Node. A later request
 * supersedes an earlier one that is still running: the page wants the newest future only.
 */
export class Session {
  private latest = NONE;
  private readonly reply: (reply: Reply, transfer: ArrayBuffer[]) => void;
  /** Gives way to messages that wait, then goes on. */
  private readonly breathe: () => Promise<void>;

  constructor(reply: (reply: Reply, transfer: ArrayBuffer[]) => void, breathe: () => Promise<void>) {
    this.reply = reply;
    this.breathe = breathe;
  }

  async handle({ id, run }: Request): Promise<void> {
    this.latest = id;
    try {
      await this.run(id, run);
    } catch (error) {
      if (error instanceof InputErrors) this.reply({ kind: 'refused', id, errors: error.issues }, []);
      else this.reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }, []);
    }
  }

  private async run(id: number, request: RunRequest): Promise<void> {
    const loaded = load(await fileOf(request), {
      variant: request.variant,
      seed: request.seed,
      settings: request.settings,
      faults: request.faults,
    });
    await loadModels(loaded.scenario.brokers.map(({ kind }) => kind));
    const simulation = startRun(loaded);
    while (simulation.advance(SLICE)) {
      this.reply(
        { kind: 'progress', id, at: simulation.world.now, until: loaded.until, events: simulation.world.events },
        [],
      );
      await this.breathe();
      if (this.latest !== id) {
        this.reply({ kind: 'refused', id, errors: [{ where: '', message: 'a later request took its place' }] }, []);
        return;
      }
    }
    const { trace, header, summary } = finishRun(loaded, simulation);
    const chunks = trace.chunks.slice(0, Math.ceil(trace.length / CHUNK_ROWS));
    this.reply(
      { kind: 'run', id, scenario: viewOf(loaded), header, chunks, records: trace.length, summary },
      chunks.flatMap(buffersOf),
    );
  }
}

/** Events between two looks at whether the page has changed its mind. */
const SLICE = 50_000;

async function fileOf({ source }: RunRequest) {
  if ('text' in source) return parseFile(source.text);
  // The home scenario is at hand; the rest of the catalogue is loaded when one of it is asked for.
  if (source.id === atLeastOnce.id) return atLeastOnce;
  const { catalogue } = await import('../scenario/catalogue');
  const file = catalogue.find(({ id }) => id === source.id);
  if (file === undefined) throw oneError('scenario', `there is no scenario "${source.id}"`);
  return file;
}
