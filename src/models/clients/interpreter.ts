import type { Out } from '../../engine/actor';
import { assert, assertNever } from '../../engine/assert';
import { word } from '../../engine/trace/words';
import { MILLISECOND, NONE } from '../../engine/units';
import type { ActOutcome, Delivery, Header, Publishing, Sending, Verdict } from '../ports';
import { finish, type Consumer, type ConsumerConfig, type ConsumerOut, type Handler, type Library } from './consumer';
import type { DatabasePacket } from './database';
import type { Condition, HeaderRule, Step } from './program';

/** Runs programs step by step. A step ends at once, or waits: for time, the database, a delivery, a settlement. */

type Outcome = 'next' | 'wait' | 'stop';

const skipped = word('skipped');

/** Runs a handler until it waits for something, or dies. */
export function runHandler(library: Library, self: Consumer, handler: Handler, out: ConsumerOut): void {
  const { program, pace } = self.config;
  for (;;) {
    if (handler.at >= program.length) finish(library, self, handler, out);
    const step = program[handler.at]!;
    // A step that a pause fell on has been chosen already: its error is no longer there to choose it again.
    if (!handler.announced && !applies(step, handler, self, out)) {
      handler.at += 1;
      continue;
    }
    if (step.handles !== null && handler.error !== null) {
      handler.caughtError = handler.error;
      handler.error = null;
      handler.caught = true;
    }
    const outcome = announceAndTake(library, self, handler, step, out);
    if (outcome !== 'next') return;
    handler.at += 1;
    handler.announced = false;
    if (pace > 0 && step.step !== 'receive') return sleep(handler, out.work(pace), out);
  }
}

function sleep(handler: Handler, time: number, out: ConsumerOut): void {
  handler.waitsFor = 'time';
  out.timer(time, { kind: 'resume', handler: handler.index });
}

/** Whether a step is taken: it is there for the error at hand, or for none, and its condition holds. */
function applies(step: Step, handler: Handler, self: Consumer, out: ConsumerOut): boolean {
  if (handler.error !== null) {
    if (step.handles !== '*' && step.handles !== handler.error) return false;
  } else if (step.handles !== null) return false;
  // A request is answered once.
  if (step.step === 'respond' && handler.settled) return false;
  if (step.conditions === null) return true;
  return step.conditions.every((condition) => holds(condition, handler, self, out));
}

function holds(condition: Condition, handler: Handler, { config }: Consumer, out: ConsumerOut): boolean {
  switch (condition) {
    case 'found':
      return handler.found;
    case 'not found':
      return !handler.found;
    case 'caught':
      return handler.caught;
    case 'not caught':
      return !handler.caught;
    case 'redelivered':
      return handler.delivery?.redelivered === true;
    case 'not redelivered':
      return handler.delivery?.redelivered !== true;
    case 'failing':
      return isFailing(handler.delivery, config, out);
    case 'not failing':
      return !isFailing(handler.delivery, config, out);
    case 'retries left':
      return retriesOf(handler, config) < config.maxRetries;
    case 'no retries left':
      return retriesOf(handler, config) >= config.maxRetries;
    case 'polling':
      return handler.delivery?.polling === true;
    case 'not polling':
      return handler.delivery?.polling !== true;
    default:
      return assertNever(condition);
  }
}

/**
 * Whether this attempt at the message fails: what makes it fail stands in its body. Attempts are those that the
 * header counts and the deliveries of this round.
 */
function isFailing(delivery: Delivery | null, { earlierRetries }: ConsumerConfig, out: ConsumerOut): boolean {
  return delivery !== null && earlierRetries + delivery.retries + delivery.attempt <= out.body(delivery.message);
}

/** How often it has been sent round: by its header, or by where it was read. */
const retriesOf = ({ delivery }: Handler, { earlierRetries }: ConsumerConfig): number =>
  (delivery?.retries ?? 0) + earlierRetries;

/**
 * Says that the handler stands before a step, unless a fault strikes right there, and takes it. `receive`
 * is announced once there is something, so that waiting leaves no record.
 */
function announceAndTake(library: Library, self: Consumer, handler: Handler, step: Step, out: ConsumerOut): Outcome {
  if (step.step === 'receive' && handler.delivery === null) {
    handler.delivery = library.driver.next(self.memory.inner!, out as unknown as Out);
    if (handler.delivery === null) {
      handler.waitsFor = 'delivery';
      return 'wait';
    }
  }
  const message = handler.delivery?.message ?? NONE;
  if (!handler.announced) {
    const verdict = out.step(handler.at, step.name, message, false);
    if (verdict === 'stop') return 'stop';
    handler.announced = true;
    if (verdict === 'hold') {
      sleep(handler, 0, out);
      return 'wait';
    }
  }
  const outcome = take(library, self, handler, step, out);
  if (outcome === 'next' && out.step(handler.at, step.name, message, true) === 'stop') return 'stop';
  return outcome;
}

function take(library: Library, self: Consumer, handler: Handler, step: Step, out: ConsumerOut): Outcome {
  const delivery = handler.delivery;
  if (delivery === null) return 'next';
  const { message } = delivery;
  const inner = self.memory.inner!;
  const driverOut = out as unknown as Out;
  switch (step.step) {
    case 'receive':
      return 'next';
    case 'sleep': {
      const time = out.work(out.draw(step.time, step.clock, message, delivery.retries + delivery.attempt));
      out.clock(step.clock, message, time);
      handler.waitsFor = 'work';
      out.timer(time, { kind: 'resume', handler: handler.index });
      return 'wait';
    }
    case 'find':
      return ask(handler, { kind: 'find', table: step.table, message }, message, out);
    case 'begin':
    case 'rollback':
      return ask(handler, { kind: step.step }, message, out);
    case 'commit':
      return ask(handler, { kind: 'commit-transaction' }, message, out);
    case 'insert':
      return ask(
        handler,
        { kind: 'insert', table: step.table, message, copy: delivery.copy, subscription: step.subscription },
        message,
        out,
      );
    case 'recall':
      handler.found = self.memory.remembered.has(message);
      return 'next';
    case 'remember':
      self.memory.remembered.add(message);
      return 'next';
    case 'ack':
      return settle(library, self, handler, { kind: 'ack', multiple: step.multiple }, out);
    case 'nack':
      return settle(library, self, handler, { kind: 'nack', requeue: step.requeue, multiple: step.multiple }, out);
    case 'reject':
      return settle(library, self, handler, { kind: 'reject', requeue: step.requeue }, out);
    case 'respond':
      assert(library.driver.respond !== undefined, `nobody waits for an answer from ${library.driver.kind}`);
      library.driver.respond(inner, delivery, step.status, driverOut);
      handler.settled = true;
      return 'next';
    case 'call':
      return call(library, self, handler, delivery, step.outlet, driverOut);
    case 'publish':
      return act(
        handler,
        publishingOf(library).publish(inner, delivery, sendingOf(step, handler, self.config, out), driverOut),
      );
    case 'begin-transaction':
      return act(handler, publishingOf(library).begin!(inner, delivery, driverOut));
    case 'send-offsets':
      return act(handler, publishingOf(library).sendOffsets!(inner, delivery, driverOut));
    case 'commit-transaction':
      return act(handler, publishingOf(library).commit!(inner, delivery, driverOut));
    case 'abort-transaction':
      return act(handler, publishingOf(library).abort!(inner, delivery, driverOut));
    case 'seek':
      return seek(library, self, handler, delivery, step, out);
    case 'skip':
      out.fact(skipped, 0, message);
      return 'next';
    case 'pass':
      return 'next';
    case 'fail':
      handler.error = step.error;
      return 'next';
    default:
      return assertNever(step);
  }
}

function call(
  { outlets }: Library,
  { memory }: Consumer,
  handler: Handler,
  delivery: Delivery,
  outlet: number,
  out: Out,
): Outcome {
  const outcome = outlets!.send(memory.outlets, outlet, handler.index, delivery, out);
  if (outcome === 'waits') {
    handler.waitsFor = 'call';
    return 'wait';
  }
  if (outcome !== 'done') handler.error = outcome.error;
  return 'next';
}

function publishingOf({ driver: { kind, publishing } }: Library): Publishing<unknown, unknown, unknown> {
  assert(publishing !== undefined, `programs cannot publish through the client library of ${kind}`);
  return publishing;
}

type Publish = Extract<Step, { step: 'publish' }>;

/** What a publish step sends for this delivery. */
function sendingOf(
  { targets, routingKey, headers, expirations }: Publish,
  handler: Handler,
  config: ConsumerConfig,
  out: ConsumerOut,
): Sending {
  const retries = retriesOf(handler, config);
  const forRetry = <T>(each: readonly T[]): T | undefined => each[Math.min(retries, each.length - 1)];
  return {
    to: forRetry(targets)!,
    routingKey,
    expiration: forRetry(expirations) ?? NONE,
    headers: headers.map((rule) => headerOf(rule, handler, retries, out)),
  };
}

function headerOf({ name, note, value }: HeaderRule, handler: Handler, retries: number, out: ConsumerOut): Header {
  switch (value) {
    case 'retries + 1': {
      const count = retries + 1;
      return { name, note, value: count, figure: count };
    }
    case 'now': {
      const now = Math.floor(out.now / MILLISECOND);
      return { name, note, value: now, figure: now };
    }
    case 'error':
      return { name, note, value: handler.caughtError, figure: word(handler.caughtError) };
    default:
      return assertNever(value);
  }
}

function act(handler: Handler, outcome: ActOutcome): Outcome {
  if (outcome === 'waits') {
    handler.waitsFor = 'answer';
    return 'wait';
  }
  if (outcome !== 'done') handler.error = outcome.error;
  return 'next';
}

function seek(
  library: Library,
  { memory }: Consumer,
  handler: Handler,
  delivery: Delivery,
  step: Extract<Step, { step: 'seek' }>,
  out: ConsumerOut,
): Outcome {
  handler.found = !(step.once && memory.once.has(handler.at));
  if (!handler.found) return 'next';
  memory.once.add(handler.at);
  assert(library.driver.seek !== undefined, `programs cannot seek with the client library of ${library.driver.kind}`);
  return act(handler, library.driver.seek(memory.inner!, delivery, step.to, out as unknown as Out));
}

function ask(handler: Handler, packet: DatabasePacket, message: number, out: ConsumerOut): Outcome {
  if (!handler.databaseOpen) {
    handler.waitsFor = 'connection';
    return 'wait';
  }
  handler.waitsFor = 'database';
  out.send(handler.database, packet, message, handler.delivery!.attempt);
  return 'wait';
}

function settle(library: Library, self: Consumer, handler: Handler, verdict: Verdict, out: ConsumerOut): Outcome {
  const outcome = library.driver.settle(self.memory.inner!, handler.delivery!, verdict, out as unknown as Out);
  if (outcome === 'waits') {
    handler.waitsFor = 'settlement';
    return 'wait';
  }
  handler.settled = outcome === 'done';
  return 'next';
}
