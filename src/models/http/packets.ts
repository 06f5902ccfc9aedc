import type { Word } from '../../engine/trace/words';
import type { Micros } from '../../engine/units';

/** What travels between a client and a server. */
export type Packet = Request | Poll | Response;

export interface Request {
  readonly kind: 'http-request';
  readonly key: Word;
  /** From 1. */
  readonly attempt: number;
  /** It has an Idempotency-Key. */
  readonly keyed: boolean;
}

/** Asks what became of a request that was answered 202. */
export interface Poll {
  readonly kind: 'http-poll';
  readonly key: Word;
  readonly attempt: number;
}

export interface Response {
  /** `response-200`: of each status a kind of its own, so that a fault or a reader can tell them apart. */
  readonly kind: `response-${number}`;
  readonly status: number;
  /** Retry-After, in whole seconds; 0 for none. */
  readonly retryAfter: Micros;
}

export const request = (key: Word, attempt: number, keyed: boolean): Request => ({
  kind: 'http-request',
  key,
  attempt,
  keyed,
});

export const poll = (key: Word, attempt: number): Poll => ({ kind: 'http-poll', key, attempt });

export const response = (status: number, retryAfter: Micros): Response => ({
  kind: `response-${status}`,
  status,
  retryAfter,
});
