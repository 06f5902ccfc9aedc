import { atLeastOnce } from '../scenario/catalogue/at-least-once';
import { InputErrors, oneError } from '../scenario/errors';
import { load, parseFile } from '../scenario/load';
import { loadConfigs, loadConsoles, loadModels } from '../models/loaders';
import { finishRun, startRun } from '../runs/course';
import { viewOf } from '../runs/view';
import { NONE } from '../engine/units';
import { buffersOf, CHUNK_ROWS } from '../engine/trace/columns';
import type { RunSummary } from '../analysis/summary';
import { buffersOfMessages, packMessages } from '../analysis/packedMessages';
import type { Reply, Request, RunRequest } from './protocol';

/**
 * The worker's side of the protocol, without `self`, so that it can be tested in Node. A later request
 * supersedes an earlier one that is still running: the page wants the newest future only.
 */
export class Session {
  private latest = NONE;
  /** The sweep that goes on; NONE if none does. */
  private sweeping = NONE;
  private readonly reply: (reply: Reply, transfer: ArrayBuffer[]) => void;
  /** Gives way to messages that wait, then goes on. */
  private readonly breathe: () => Promise<void>;

  constructor(reply: (reply: Reply, transfer: ArrayBuffer[]) => void, breathe: () => Promise<void>) {
    this.reply = reply;
    this.breathe = breathe;
  }

  async handle(request: Request): Promise<void> {
    const { id } = request;
    if (request.kind === 'cancel') {
      if (this.sweeping === id) this.sweeping = NONE;
      if (this.latest === id) this.latest = NONE;
      return;
    }
    if (request.kind === 'consoles') return this.consoles(id, request.kinds);
    this.sweeping = request.kind === 'sweep' ? id : NONE;
    if (request.kind === 'run') this.latest = id;
    try {
      if (request.kind === 'run') await this.run(id, request.run);
      else await this.sweep(request);
    } catch (error) {
      if (error instanceof InputErrors) this.reply({ kind: 'refused', id, errors: error.issues }, []);
      else this.reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }, []);
    }
  }

  private async consoles(id: number, kinds: readonly string[]): Promise<void> {
    try {
      this.reply({ kind: 'consoles', id, consoles: await loadConsoles(kinds) }, []);
    } catch (error) {
      this.reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }, []);
    }
  }

  /** Tries the fault place by place. Each place gives way to whatever the page wants meanwhile. */
  private async sweep(request: Extract<Request, { kind: 'sweep' }>): Promise<void> {
    const { sweep } = await import('./sweeping');
    const isWanted = async (): Promise<boolean> => {
      await this.breathe();
      return this.sweeping === request.id;
    };
    await sweep(request, loadedOf, isWanted, (reply) => this.reply(reply, []));
  }

  private async run(id: number, request: RunRequest): Promise<void> {
    const loaded = await loadedOf(request);
    const simulation = startRun(loaded);
    while (simulation.advance(SLICE)) {
      this.reply(
        { kind: 'progress', id, at: simulation.world.now, until: loaded.until, events: simulation.world.events },
        [],
      );
      await this.breathe();
      if (this.latest !== id) {
        this.reply(
          {
            kind: 'refused',
            id,
            errors: [{ where: '', message: 'it was called off, or a later request took its place' }],
          },
          [],
        );
        return;
      }
    }
    const { trace, header, summary } = finishRun(loaded, simulation);
    const messages = packMessages(header.messages);
    const chunks = trace.chunks.slice(0, Math.ceil(trace.length / CHUNK_ROWS));
    this.reply(
      {
        kind: 'run',
        id,
        scenario: viewOf(loaded),
        header: { ...header, messages: [] },
        messages,
        chunks,
        records: trace.length,
        summary: withoutMessages(summary),
      },
      [...chunks.flatMap(buffersOf), ...buffersOfMessages(messages)],
    );
  }
}

/** The page counts them itself, should somebody ask for the whole document. */
function withoutMessages({ messages: _messages, ...rest }: RunSummary): RunSummary {
  return rest;
}

/** Events between two looks at whether the page has changed its mind. */
const SLICE = 50_000;

/** The scenario as asked for, and the models it needs. */
async function loadedOf(request: RunRequest) {
  const { variant, seed, settings, faults } = request;
  const file = await fileOf(request);
  await loadConfigs(kindsIn([file, settings]));
  const loaded = load(file, { variant, seed, settings, faults });
  const { brokers, consumers, monitors } = loaded.scenario;
  const calls = [...brokers, ...consumers].some((part) => 'clients' in part && part.clients.length > 0);
  await loadModels(
    brokers.map(({ kind }) => kind),
    calls || monitors.length > 0,
  );
  return loaded;
}

/** Whatever is called a `kind` anywhere in a file: a variant may bring in another kind of broker. */
function kindsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'kind' && typeof inner === 'string' ? [inner] : kindsIn(inner),
  );
}

async function fileOf({ source }: RunRequest) {
  if ('text' in source) return parseFile(source.text);
  // The home scenario is at hand; the rest of the catalogue is loaded when one of it is asked for.
  if (source.id === atLeastOnce.id) return atLeastOnce;
  const { catalogue } = await import('../scenario/catalogue');
  const file = catalogue.find(({ id }) => id === source.id);
  if (file === undefined) throw oneError('scenario', `there is no scenario "${source.id}"`);
  return file;
}
