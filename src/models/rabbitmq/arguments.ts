import { NONE, type Micros } from '../../engine/units';

/**
 * The optional arguments of a classic queue ("x-…"): what they mean, and which ones a broker refuses.
 * Source: rabbitmq.com/docs/queues#optional-arguments; rabbit_amqqueue.erl, `check_declare_arguments`.
 */

export type Arguments = Readonly<Record<string, unknown>>;

export const OVERFLOWS = ['drop-head', 'reject-publish', 'reject-publish-dlx'] as const;
export type Overflow = (typeof OVERFLOWS)[number];

/** What a queue does with messages of its own accord. */
export interface QueueRules {
  /** x-message-ttl, NONE if there is none. */
  readonly ttl: Micros;
  /** x-expires: how long it may be unused; NONE for ever. */
  readonly expires: Micros;
  /** x-max-length and x-max-length-bytes: of what is ready. Infinity if there is no limit. */
  readonly maxLength: number;
  readonly maxBytes: number;
  readonly overflow: Overflow;
  /** x-dead-letter-exchange, null if there is none. */
  readonly deadLetterExchange: string | null;
  /** x-dead-letter-routing-key, null to keep the message's own. */
  readonly deadLetterKey: string | null;
  /** x-max-priority; 0 is a queue without priorities. */
  readonly maxPriority: number;
  readonly singleActiveConsumer: boolean;
}

/** A queue without optional arguments. */
export const NO_RULES: QueueRules = {
  ttl: NONE,
  expires: NONE,
  maxLength: Infinity,
  maxBytes: Infinity,
  overflow: 'drop-head',
  deadLetterExchange: null,
  deadLetterKey: null,
  maxPriority: 0,
  singleActiveConsumer: false,
};

/** The most that x-max-priority may ask for. Source: rabbit.hrl, `MAX_SUPPORTED_PRIORITY`. */
const PRIORITY_LIMIT = 255;
/** Ten years, in milliseconds. Source: rabbit_misc.erl, `check_expiry`. */
const EXPIRY_LIMIT = 315_360_000_000;

/** The rules that arguments ask for, which the broker has accepted. A queue without any gets NO_RULES itself. */
export function rulesOf(args: Arguments): QueueRules {
  const time = (key: string): Micros => (typeof args[key] === 'number' ? args[key] * 1000 : NONE);
  const limit = (key: string): number => (typeof args[key] === 'number' ? args[key] : Infinity);
  const text = (key: string): string | null => (typeof args[key] === 'string' ? args[key] : null);
  const rules: QueueRules = {
    ttl: time('x-message-ttl'),
    expires: time('x-expires'),
    maxLength: limit('x-max-length'),
    maxBytes: limit('x-max-length-bytes'),
    overflow: (text('x-overflow') ?? 'drop-head') as Overflow,
    deadLetterExchange: text('x-dead-letter-exchange'),
    deadLetterKey: text('x-dead-letter-routing-key'),
    maxPriority: typeof args['x-max-priority'] === 'number' ? args['x-max-priority'] : 0,
    singleActiveConsumer: args['x-single-active-consumer'] === true,
  };
  const isPlain = (Object.keys(NO_RULES) as (keyof QueueRules)[]).every((key) => rules[key] === NO_RULES[key]);
  return isPlain ? NO_RULES : rules;
}

/** The badges that the management page gives a queue for its arguments. Source: rabbitmq_management, `fmt_features` in formatters.js. */
export function badgesOf(args: Arguments): string[] {
  const badges: readonly (readonly [key: string, badge: string])[] = [
    ['x-message-ttl', 'TTL'],
    ['x-expires', 'Exp'],
    ['x-max-length', 'Lim'],
    ['x-max-length-bytes', 'Lim B'],
    ['x-overflow', 'Ovfl'],
    ['x-dead-letter-exchange', 'DLX'],
    ['x-dead-letter-routing-key', 'DLK'],
    ['x-max-priority', 'Pri'],
    ['x-single-active-consumer', 'SAC'],
  ];
  return badges.filter(([key]) => args[key] !== undefined && args[key] !== false).map(([, badge]) => badge);
}

// -- what a broker refuses --------------------------------------------------------------------------------

/** Why a value is refused, as RabbitMQ writes the Erlang term; null if it is fine. */
type Check = (value: unknown, args: Arguments) => string | null;

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);
const wrongType = (value: unknown): string => `{unacceptable_type,${typeName(value)}}`;

const whole: Check = (value) => (isWhole(value) ? null : `"expected integer, got ${typeName(value)}"`);
const notNegative: Check = (value, args) =>
  whole(value, args) ?? ((value as number) < 0 ? `{value_negative,${String(value)}}` : null);
const flag: Check = (value) => (typeof value === 'boolean' ? null : wrongType(value));
const time: Check = (value, args) => whole(value, args) ?? outOfRange(value as number);
const oneOf =
  (names: readonly string[], refusal: string): Check =>
  (value) => {
    if (typeof value !== 'string') return wrongType(value);
    return names.includes(value) ? null : refusal.replace('~s', value);
  };

function outOfRange(ms: number): string | null {
  if (ms < 0) return `{value_negative,${ms}}`;
  return ms > EXPIRY_LIMIT ? `{value_too_large,${ms}}` : null;
}

/** In the order in which RabbitMQ looks at them, the type first of all. */
const CHECKS: readonly (readonly [key: string, check: Check])[] = [
  ['x-queue-type', oneOf(['classic', 'quorum', 'stream'], '"unsupported queue type \'~s\'"')],
  ['x-expires', (value, args) => whole(value, args) ?? (value === 0 ? '{value_zero,0}' : outOfRange(value as number))],
  ['x-message-ttl', time],
  ['x-dead-letter-exchange', (value) => (typeof value === 'string' ? null : wrongType(value))],
  [
    'x-dead-letter-routing-key',
    (value, args) => {
      if (typeof value !== 'string') return wrongType(value);
      return args['x-dead-letter-exchange'] === undefined ? 'routing_key_but_no_dlx_defined' : null;
    },
  ],
  ['x-max-length', notNegative],
  ['x-max-length-bytes', notNegative],
  [
    'x-max-priority',
    (value, args) =>
      notNegative(value, args) ?? ((value as number) > PRIORITY_LIMIT ? `{max_value_exceeded,${String(value)}}` : null),
  ],
  ['x-overflow', oneOf(OVERFLOWS, 'invalid_overflow')],
  ['x-queue-mode', oneOf(['default', 'lazy'], '"unsupported queue mode \'~s\'"')],
  [
    'x-queue-version',
    (value, args) =>
      notNegative(value, args) ??
      ([1, 2].includes(value as number) ? null : `"unsupported queue version '${String(value)}'"`),
  ],
  ['x-single-active-consumer', flag],
];

/** Arguments of other types of queue, which a classic one refuses. Source: rabbit_quorum_queue.erl, rabbit_stream_queue.erl, `capabilities`. */
const NOT_CLASSIC: readonly string[] = [
  'x-dead-letter-strategy',
  'x-delivery-limit',
  'x-max-in-memory-length',
  'x-max-in-memory-bytes',
  'x-quorum-initial-group-size',
  'x-max-age',
  'x-stream-max-segment-size-bytes',
  'x-initial-cluster-size',
  'x-queue-leader-locator',
];

/** Why a broker does not make a classic queue with those arguments: the text of its 406; null if it does. */
export function argumentsRefused(queue: string, args: Arguments, vhost: string): string | null {
  const where = `queue '${queue}' in vhost '${vhost}'`;
  const exchange = args['x-dead-letter-exchange'];
  if (exchange !== undefined && typeof exchange !== 'string') {
    return `PRECONDITION_FAILED - invalid type '${typeName(exchange)}' for arg 'x-dead-letter-exchange' in ${where}`;
  }
  for (const [key, check] of CHECKS) {
    const value = args[key];
    const refusal = value === undefined ? null : check(value, args);
    if (refusal !== null) return `PRECONDITION_FAILED - invalid arg '${key}' for ${where}: ${refusal}`;
  }
  const foreign = Object.keys(args).find((key) => NOT_CLASSIC.includes(key));
  return foreign === undefined
    ? null
    : `PRECONDITION_FAILED - invalid arg '${foreign}' for ${where} of queue type rabbit_classic_queue`;
}

/** Arguments that must be alike when a classic queue is declared again; others are not looked at. In RabbitMQ's order. */
export const COMPARED: readonly string[] = [
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-max-length',
  'x-max-length-bytes',
  'x-max-priority',
  'x-overflow',
  'x-queue-mode',
  'x-queue-version',
  'x-single-active-consumer',
  'x-queue-type',
  'x-queue-master-locator',
];

/** Why arguments differ from those of what exists already: the text of the 406; null if they do not. Source: rabbit_misc.erl, `assert_args_equivalence`. */
export function argsDifference(
  what: string,
  received: Arguments,
  current: Arguments,
  compared: readonly string[],
): string | null {
  for (const key of compared) {
    const [mine, yours] = [current[key], received[key]];
    if (mine === yours || (key === 'x-queue-type' && (mine ?? 'classic') === (yours ?? 'classic'))) continue;
    const start = `PRECONDITION_FAILED - inequivalent arg '${key}' for ${what}: received `;
    if (mine === undefined)
      return `${start}the value '${String(yours)}' of type '${typeName(yours)}' but current is none`;
    if (yours === undefined)
      return `${start}none but current is the value '${String(mine)}' of type '${typeName(mine)}'`;
    return `${start}'${String(yours)}' but current is '${String(mine)}'`;
  }
  return null;
}

/** The AMQP type that a client library gives a value. */
export function typeName(value: unknown): string {
  if (typeof value === 'string') return 'longstr';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'double';
  const number = Math.abs(Number(value));
  return number < 128 ? 'byte' : number < 32_768 ? 'short' : number < 2_147_483_648 ? 'signedint' : 'long';
}

/** A message's expiration as the broker reads it: milliseconds, or why it is refused. Source: rabbit_basic.erl, `parse_expiration`. */
export function parseExpiration(text: string): number | { readonly refusal: string } {
  const match = /^([+-]?\d+)(.*)$/s.exec(text);
  if (match === null) return { refusal: 'no_integer' };
  const [, digits, rest] = match as unknown as [string, string, string];
  if (rest !== '') return { refusal: `{leftover_string,"${rest}"}` };
  const refusal = outOfRange(Number(digits));
  return refusal === null ? Number(digits) : { refusal };
}

/** When a message that comes to a queue now will have waited long enough: the queue's time to live or its own, whichever is less. NONE for never. */
export function expiryIn({ ttl }: QueueRules, expiration: string | null, now: Micros): Micros {
  // The broker has refused what it cannot read.
  const own = expiration === null ? NONE : (parseExpiration(expiration) as number) * 1000;
  if (own === NONE || ttl === NONE) return own === ttl ? NONE : now + Math.max(own, ttl);
  return now + Math.min(own, ttl);
}

/** Arguments that a classic queue of RabbitMQ knows or refuses, and that a scenario cannot use yet. */
export const ARGUMENTS_TO_COME: readonly string[] = [
  'x-delivery-limit',
  'x-dead-letter-strategy',
  'x-max-in-memory-length',
  'x-max-in-memory-bytes',
  'x-quorum-initial-group-size',
  'x-max-age',
  'x-stream-max-segment-size-bytes',
  'x-initial-cluster-size',
  'x-queue-leader-locator',
  'x-consumer-timeout',
];
