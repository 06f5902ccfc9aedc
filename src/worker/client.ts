import type { SweepFault } from '../analysis/sweep';
import type { Reply, Request, RunRequest } from './protocol';

/** How a request ends: a run, a refusal that names the asker's mistake, or a failure of ours. */
export type RunAnswer = Extract<Reply, { readonly kind: 'run' | 'refused' | 'failed' }>;
/** What operators would see, or why it could not be loaded. */
export type ConsolesAnswer = Extract<Reply, { readonly kind: 'consoles' | 'failed' }>;
/** How a sweep ends: all places told, called off or refused, or broken. */
export type SweepAnswer = Extract<Reply, { readonly kind: 'sweepDone' | 'refused' | 'failed' }>;
export type Progress = Extract<Reply, { readonly kind: 'progress' }>;

export type Swept = Extract<Reply, { readonly kind: 'swept' }>;

/** A sweep that goes on. */
export interface Sweep {
  readonly answer: Promise<SweepAnswer>;
  cancel(): void;
}

/** What the client needs of a Worker, so that its tests need none. */
export interface WorkerLike {
  postMessage(message: Request): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

type Asked = Exclude<Request, { readonly kind: 'cancel' }>;
/** What comes before the answer. */
type News = Extract<Reply, { readonly kind: 'progress' | 'swept' }>;

interface Pending {
  readonly request: Asked;
  readonly resolve: (answer: Exclude<Reply, News>) => void;
  readonly onNews: (news: News) => void;
  /** How often it has been asked. */
  asked: number;
}

/** A request that took two workers down is not asked a third time. */
const ASKED_MAX = 2;

const spawnWorker = (): WorkerLike => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/**
 * The page's end of the protocol: gives each request an id and each its one answer. A worker that dies
 * is replaced, and what it had not answered is asked once more.
 */
export class EngineClient {
  /** Null after one has died, until there is something to ask: one that cannot even start is not started for ever. */
  private worker: WorkerLike | null;
  private readonly spawn: () => WorkerLike;
  private readonly onRestart: (message: string) => void;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  /** `onRestart` is told, in words, when a worker died. */
  constructor(onRestart: (message: string) => void = () => {}, spawn: () => WorkerLike = spawnWorker) {
    this.onRestart = onRestart;
    this.spawn = spawn;
    this.worker = this.start();
  }

  /** Never rejects: what goes wrong is an answer, too. */
  run(run: RunRequest, onProgress: (progress: Progress) => void = () => {}): Promise<RunAnswer> {
    const { answer } = this.ask({ kind: 'run', id: this.newId(), run }, (news) => {
      if (news.kind === 'progress') onProgress(news);
    });
    return answer as Promise<RunAnswer>;
  }

  /** What the tools of those who run these kinds of broker would show. */
  consoles(kinds: readonly string[]): Promise<ConsolesAnswer> {
    const { answer } = this.ask({ kind: 'consoles', id: this.newId(), kinds }, () => {});
    return answer as Promise<ConsolesAnswer>;
  }

  /** Calls off all runs that have not been answered; each is answered as refused. */
  cancelRuns(): void {
    for (const [id, { request }] of this.pending)
      if (request.kind === 'run') this.worker?.postMessage({ kind: 'cancel', id });
  }

  /** Tries one fault at every moment; each place is told as soon as it is known. */
  sweep(run: RunRequest, fault: SweepFault, onPlace: (news: Swept) => void): Sweep {
    const id = this.newId();
    const { answer } = this.ask({ kind: 'sweep', id, run, fault }, (news) => {
      if (news.kind === 'swept') onPlace(news);
    });
    return {
      answer: answer as Promise<SweepAnswer>,
      cancel: () => this.worker?.postMessage({ kind: 'cancel', id }),
    };
  }

  private newId(): number {
    this.nextId += 1;
    return this.nextId - 1;
  }

  private ask(request: Asked, onNews: (news: News) => void): { readonly answer: Promise<Exclude<Reply, News>> } {
    const answer = new Promise<Exclude<Reply, News>>((resolve) => {
      this.pending.set(request.id, { request, resolve, onNews, asked: 1 });
    });
    this.living().postMessage(request);
    return { answer };
  }

  /** How many requests wait for their answer. */
  get waiting(): number {
    return this.pending.size;
  }

  private living(): WorkerLike {
    this.worker ??= this.start();
    return this.worker;
  }

  private start(): WorkerLike {
    const worker = this.spawn();
    worker.onmessage = ({ data }) => this.take(data);
    worker.onerror = (event) => this.restart(event.message || 'the engine stopped');
    worker.onmessageerror = () => this.restart('an answer of the engine could not be read');
    return worker;
  }

  private take(reply: Reply): void {
    const pending = this.pending.get(reply.id);
    if (pending === undefined) return; // Answered before, by the worker that died since.
    if (reply.kind === 'progress' || reply.kind === 'swept') return pending.onNews(reply);
    this.pending.delete(reply.id);
    pending.resolve(reply);
  }

  private restart(why: string): void {
    this.worker?.terminate();
    this.worker = null;
    for (const [id, pending] of this.pending) {
      if (pending.asked >= ASKED_MAX) {
        this.pending.delete(id);
        pending.resolve({ kind: 'failed', id, message: why });
        continue;
      }
      pending.asked += 1;
      this.living().postMessage(pending.request);
    }
    this.onRestart(why);
  }
}
