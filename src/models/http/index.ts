import { NONE } from '../../engine/units';
import { formatDuration } from '../schema';
import type { BrokerModel, Mistake } from '../ports';
import { client, type ClientConfig } from './client';
import type { HttpClientFile, HttpServerFile } from './config';
import { STATUSES } from './statuses';
import { server, type ServerConfig } from './server';

/** HTTP as the rest of the project meets it: a server that runs a program of the scenario, and its callers. */
export const http: BrokerModel<HttpServerFile, HttpClientFile, { readonly broker: string }> = {
  kind: 'http',
  transport: 'request',
  statuses: Object.keys(STATUSES).map(Number),
  broker: null,
  producer: client,
  consumer: server,
  brokerConfig: ({ name, concurrency, backlog, rateLimit, accepts }, names): ServerConfig => ({
    concurrency,
    backlog: backlog ?? Infinity,
    rateLimit:
      rateLimit === null ? null : { interval: Math.round(1_000_000 / rateLimit.perSecond), burst: rateLimit.burst },
    accepts,
    subscription: names.subscriptionsOf(name)[0] ?? NONE,
  }),
  producerConfig: (
    { connections, maxWaiting, waitTimeout, timeout, retry, retryOn, retryOnTimeout, idempotencyKey, poll },
    { name },
    names,
  ): ClientConfig => ({
    server: names.node(name),
    connections: connections ?? Infinity,
    maxWaiting: maxWaiting ?? Infinity,
    waitTimeout,
    timeout: timeout ?? NONE,
    retry,
    retryOn,
    retryOnTimeout,
    idempotencyKey,
    poll,
  }),
  consumerConfig: () => ({}),
  caption,
  sourceOf: ({ broker }) => broker,
  route: (_producer, _key, { name }) => [name],
  check: (_server, _producers, consumers) =>
    consumers.map((consumer): Mistake => ({
      part: 'consumers',
      of: (consumer as { readonly name?: string }).name ?? '',
      path: 'broker',
      message: 'an HTTP server runs its own program: nobody consumes from it',
    })),
};

function caption(part: 'broker' | 'producer' | 'consumer', file: HttpServerFile | HttpClientFile | object): string {
  if (part === 'broker') {
    const { concurrency, backlog } = file as HttpServerFile;
    const threads = `${concurrency} ${concurrency === 1 ? 'thread' : 'threads'}`;
    return backlog === 0 ? threads : `${threads} · backlog ${backlog ?? 'unlimited'}`;
  }
  const { timeout } = file as HttpClientFile;
  return timeout === null ? 'no time-out' : `time-out ${formatDuration(timeout)}`;
}
