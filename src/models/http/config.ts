import * as v from 'valibot';
import { count, described, duration, hostEntries, name, retryPolicy, worthEntries } from '../schema';

/**
 * HTTP's part of a scenario file: a server, which runs a program of the scenario, and the client library with
 * which others call it. Each description ends with where its default comes from.
 */

const positive = v.pipe(count, v.minValue(1, 'expected 1 or more'));

const rateLimit = v.strictObject({
  perSecond: v.optional(
    v.pipe(
      v.number('expected a number'),
      v.minValue(0.001, 'expected more than 0'),
      v.maxValue(1_000_000),
      described('Tokens that come into the bucket each second; a request takes one, or is answered 429.', 'requests/s'),
    ),
    10,
  ),
  burst: v.optional(v.pipe(positive, described('Tokens that the bucket holds at most.', 'requests')), 1),
});

const accepts = v.strictObject({
  title: v.optional(v.pipe(v.string(), described('What the table is called.')), 'accepted'),
  verb: v.optional(v.pipe(v.string(), described('What a row says has happened to its request.')), 'accepted'),
  ...worthEntries,
  idempotencyKeys: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'A second request with a key that has been answered gets that answer, and nothing is done again. Source: draft-ietf-httpapi-idempotency-key-header.',
      ),
    ),
    false,
  ),
});

export const httpServer = v.strictObject({
  kind: v.pipe(v.literal('http'), described('A service that is called over HTTP.')),
  name: v.pipe(name, described('What it is called in this file, in faults and in logs: unique in a scenario.')),
  title: v.optional(v.pipe(v.string(), described('What people read on the stage; left out, made from its name.'))),
  ...hostEntries,
  backlog: v.optional(
    v.pipe(
      v.nullable(count),
      described(
        'Requests that may wait for a free handler; beyond that the answer is 503. null: any number. Source: Tomcat, acceptCount (100).',
        'requests',
      ),
    ),
    100,
  ),
  rateLimit: v.optional(
    v.pipe(
      v.nullable(rateLimit),
      described('A token bucket before everything else: 429 and Retry-After (RFC 6585 §4, RFC 9110 §10.2.3).'),
    ),
    null,
  ),
  accepts: v.optional(
    v.pipe(
      v.nullable(accepts),
      described('A table of this API: a row, which is an effect, for each request that it answers with 2xx.'),
    ),
    null,
  ),
});

const status = v.pipe(
  v.number('expected a status'),
  v.minValue(200, 'expected a status of 200 or more'),
  v.maxValue(599, 'expected a status of 599 or less'),
);

/** The client library's options, of a producer or of one of a program's `clients`. */
export const httpProducerEntries = {
  connections: v.optional(
    v.pipe(
      v.nullable(positive),
      described(
        'Calls under way at a time, at most; null: any number. Source: OkHttp, Dispatcher.maxRequestsPerHost (5).',
        'calls',
      ),
    ),
    5,
  ),
  maxWaiting: v.optional(
    v.pipe(
      v.nullable(count),
      described(
        'Calls that may wait for a connection; beyond that a call fails at once. null, as in OkHttp: any number.',
        'calls',
      ),
    ),
    null,
  ),
  waitTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'How long a call may wait for a connection. Source: Apache HttpClient 5, connectionRequestTimeout (3 minutes).',
      ),
    ),
    '3min',
  ),
  timeout: v.optional(
    v.pipe(
      v.nullable(duration),
      described('How long an attempt may take; null: for ever. Source: OkHttp, readTimeout (10 s).'),
    ),
    '10s',
  ),
  retry: v.optional(
    v.pipe(retryPolicy, described('How often an attempt that failed is made again, and after which waits.')),
    {},
  ),
  retryOn: v.optional(
    v.pipe(
      v.array(status),
      described('Answers after which it is tried again, if there is an attempt left. RFC 9110 §15.6, RFC 6585 §4.'),
    ),
    [429, 502, 503, 504],
  ),
  retryOnTimeout: v.optional(
    v.pipe(
      v.boolean(),
      described('Whether an attempt of which nothing was heard is made again: the first one may have been done.'),
    ),
    true,
  ),
  idempotencyKey: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Sends an Idempotency-Key, the same with each attempt. Source: draft-ietf-httpapi-idempotency-key-header.',
      ),
    ),
    false,
  ),
  poll: v.optional(
    v.pipe(
      v.nullable(
        v.strictObject({
          every: v.optional(
            v.pipe(duration, described('How long it waits between two questions.', 'duration')),
            '500ms',
          ),
          giveUpAfter: v.optional(
            v.pipe(
              duration,
              described('After so long it asks no more: what became of the request, it never learns.', 'duration'),
            ),
            '60s',
          ),
        }),
      ),
      described('After 202 Accepted: asks again each time until the answer is there (RFC 9110 §15.3.3).'),
    ),
    null,
  ),
};

const clientSchema = v.strictObject({ broker: name, ...httpProducerEntries });

export type HttpServerFile = v.InferOutput<typeof httpServer>;
export type HttpClientFile = v.InferOutput<typeof clientSchema>;
