import type { Input, Out } from '../../engine/actor';
import { NONE, type ConnectionId, type Micros } from '../../engine/units';
import type { ConsumerDriver, ConsumerSignal, Delivery, Verdict } from '../ports';
import {
  autoCommitIfDue,
  commitRecord,
  EXPELLED,
  nextOfCommits,
  onCommitAnswer,
  onCommitsLost,
  tendCommits,
} from './consumer/committing';
import { beginClosing, close, goOnClosing } from './consumer/closing';
import {
  collect,
  onFetchAnswer,
  onFetchLost,
  onOffsets,
  seekAll,
  seekBack,
  sendFetch,
  sendFetches,
} from './consumer/fetching';
import { dropAll, leaveHand } from './consumer/hand';
import {
  askPositions,
  expelled,
  heartbeat,
  joinIfNeeded,
  lacksPosition,
  leaveIfStuck,
  newMember,
  onHeartbeatAnswer,
  onJoinAnswer,
  onPositions,
} from './consumer/membership';
import { forgetProducer, producerInput, publishing, startProducer } from './consumer/producing';
import {
  newConsumerMemory,
  type Consumer,
  type ConsumerConfig,
  type ConsumerDisk,
  type ConsumerMemory,
  type ConsumerOut,
  type ConsumerTimer,
  type Fetcher,
  type KafkaDelivery,
} from './consumer/state';
import { dropLine, lineEvent, openLine, tendLine } from './line';
import type { ToClient } from './packets';
import { kafkaProducer } from './producer';
import { consumerVocabulary } from './vocabulary';

const WAKE: ConsumerTimer = { kind: 'kafka-consumer' };

/** Kafka's consumer, classic protocol: it joins a group, fetches ahead, returns records from poll, and commits offsets. */
export const kafkaConsumer: ConsumerDriver<ConsumerConfig, ConsumerMemory, ConsumerDisk> = {
  kind: 'kafka',
  vocabulary: consumerVocabulary,
  disk: ({ producer }, setup) => ({
    hand: setup.place({ name: setup.name, title: setup.name, shape: 'hand' }),
    members: 0,
    producer: producer === null ? null : kafkaProducer.disk(producer, setup),
  }),
  memory: newConsumerMemory,
  start(self, out) {
    newMember(self);
    openLine(self.memory.coordinating, out);
    for (const { line } of self.memory.fetchers) openLine(line, out);
    startProducer(self, out);
    arm(self, out as ConsumerOut);
  },
  input(self, input, out) {
    const answers = producerInput(self, input, out);
    if (answers !== null) return answers.length > 0 ? { answers } : 'nothing';
    const signal = onInput(self, input, out as ConsumerOut);
    if (self.memory.isClosing && goOnClosing(self, out as ConsumerOut) === 'closed') return 'closed';
    arm(self, out as ConsumerOut);
    return signal;
  },
  close(self: Consumer, out) {
    const signal = close(self, out as ConsumerOut);
    if (signal !== 'closed') arm(self, out as ConsumerOut);
    return signal;
  },
  next(self, out) {
    const { memory } = self;
    const first = memory.polled[memory.head];
    if (first === undefined) {
      memory.isPolling = true;
      if (!memory.isClosing) poll(self, out as ConsumerOut);
      else if (memory.state !== 'closing') beginClosing(self, out as ConsumerOut);
    }
    const delivery = first ?? memory.polled[memory.head] ?? null;
    if (delivery !== null) {
      memory.isPolling = false;
      memory.head += 1;
      memory.outstanding.push(delivery);
    }
    if (first === undefined) arm(self, out as ConsumerOut);
    return delivery;
  },
  settle(self: Consumer, delivery: Delivery, verdict: Verdict, out: Out) {
    const outcome = settle(self, delivery as KafkaDelivery, verdict, out as ConsumerOut);
    arm(self, out as ConsumerOut);
    return outcome;
  },
  drop(self: Consumer, delivery: Delivery, out: Out) {
    leaveHand(self, delivery as KafkaDelivery, out as ConsumerOut);
  },
  forget(self, out) {
    dropAll(self, out);
    forgetProducer(self, out);
  },
  publishing,
  seek(self: Consumer, _, to, out) {
    seekAll(self, to, out as ConsumerOut);
    sendFetches(self, out as ConsumerOut);
    arm(self, out as ConsumerOut);
    return 'done';
  },
};

/** One call of poll, up to where it would wait: group, auto-commit, records, then the next fetch. Source: ClassicKafkaConsumer.java, `poll`. */
function poll(self: Consumer, out: ConsumerOut): void {
  self.memory.lastPoll = out.now;
  joinIfNeeded(self, out);
  autoCommitIfDue(self, out);
  collect(self, out);
  sendFetches(self, out);
}

function settle(
  self: Consumer,
  delivery: KafkaDelivery,
  verdict: Verdict,
  out: ConsumerOut,
): 'done' | 'waits' | 'gone' {
  const { config, memory } = self;
  if (verdict.kind !== 'ack') {
    // Kafka knows no nack. With requeue the client seeks back; without, it goes on, and the next commit passes the record.
    leaveHand(self, delivery, out);
    if (verdict.requeue) seekBack(self, delivery, out);
    return 'done';
  }
  if (config.enableAutoCommit) {
    leaveHand(self, delivery, out);
    return 'done';
  }
  if (delivery.session !== memory.session || memory.state !== 'member') return 'gone';
  if (commitRecord(self, delivery, verdict.multiple, out)) return 'waits';
  leaveHand(self, delivery, out);
  return 'done';
}

function onInput(self: Consumer, input: Input, out: ConsumerOut): ConsumerSignal {
  const { memory, config } = self;
  switch (input.kind) {
    case 'timer':
      return input.timer.kind === WAKE.kind ? onTimer(self, out) : 'nothing';
    case 'packet':
      return onPacket(self, input.connection, input.packet as ToClient, input.copy, out);
    case 'opened':
    case 'closed':
    case 'refused': {
      const fetcher = fetcherOf(self, input.connection);
      if (fetcher !== undefined) {
        if (lineEvent(fetcher.line, input, config.reconnectAfter, out) === 'closed') onFetchLost(fetcher);
        sendFetch(self, fetcher, out);
        return 'nothing';
      }
      const coordinating = lineEvent(memory.coordinating, input, config.reconnectAfter, out);
      if (coordinating === 'opened') return onCoordinator(self, out);
      if (coordinating === 'closed') onCoordinatorLost(self, out);
      return 'nothing';
    }
    default:
      return 'nothing';
  }
}

const fetcherOf = ({ memory }: Consumer, connection: ConnectionId): Fetcher | undefined =>
  memory.fetchers.find(({ line }) => line.connection === connection);

function onPacket(
  self: Consumer,
  connection: ConnectionId,
  packet: ToClient,
  copy: number,
  out: ConsumerOut,
): ConsumerSignal {
  const fetcher = fetcherOf(self, connection);
  if (fetcher !== undefined) return onLeaderPacket(self, fetcher, packet, copy, out);
  if (connection !== self.memory.coordinating.connection) return 'nothing';
  switch (packet.kind) {
    case 'commit-answer':
    case 'commit-error': {
      const signal = onCommitAnswer(self, packet, out);
      if (packet.error !== null && EXPELLED.has(packet.error) && self.memory.state === 'member')
        expelled(self, packet.error, out);
      pollOn(self, out);
      return signal;
    }
    case 'join-answer':
      onJoinAnswer(self, packet, out);
      break;
    case 'offset-fetch-answer':
      onPositions(self, packet, out);
      break;
    case 'heartbeat-answer':
      onHeartbeatAnswer(self, packet, out);
      break;
    default:
      return 'nothing';
  }
  pollOn(self, out);
  return 'nothing';
}

function onLeaderPacket(
  self: Consumer,
  fetcher: Fetcher,
  packet: ToClient,
  copy: number,
  out: ConsumerOut,
): ConsumerSignal {
  switch (packet.kind) {
    case 'fetch-answer':
    case 'fetch-empty':
    case 'fetch-error':
      return onFetchAnswer(self, fetcher, packet, copy, out) ? 'deliveries' : 'nothing';
    case 'list-offsets-answer':
      onOffsets(self, fetcher, packet, out);
      return 'nothing';
    default:
      return 'nothing';
  }
}

/** The program waits inside poll: what poll does while it waits. */
function pollOn(self: Consumer, out: ConsumerOut): void {
  if (!self.memory.isPolling || self.memory.isClosing) return;
  joinIfNeeded(self, out);
  autoCommitIfDue(self, out);
}

/** The coordinator can be spoken to (again). */
function onCoordinator(self: Consumer, out: ConsumerOut): ConsumerSignal {
  pollOn(self, out);
  heartbeat(self, out);
  return tendCommits(self, out);
}

function onCoordinatorLost(self: Consumer, out: ConsumerOut): void {
  const { memory } = self;
  memory.heartbeatDeadline = NONE;
  memory.positionsId = NONE;
  if (memory.state === 'joining') memory.state = 'out';
  onCommitsLost(self, out);
}

function onTimer(self: Consumer, out: ConsumerOut): ConsumerSignal {
  const { config, memory } = self;
  if (memory.wakeAt !== NONE && out.now >= memory.wakeAt) memory.wakeAt = NONE;
  dropSilent(self, out);
  for (const { line } of memory.fetchers) tendLine(line, config.reconnectAfter, out);
  tendLine(memory.coordinating, config.reconnectAfter, out);
  if (out.now >= memory.heartbeatAt) heartbeat(self, out);
  leaveIfStuck(self, out);
  askPositions(self, out);
  pollOn(self, out);
  sendFetches(self, out);
  return tendCommits(self, out);
}

/** Closes connections on which an answer is overdue. */
function dropSilent(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  for (const fetcher of memory.fetchers) {
    if (fetcher.line.state !== 'up' || !isAwaited(fetcher) || out.now < fetcher.deadline) continue;
    dropLine(fetcher.line, config.reconnectAfter, out);
    onFetchLost(fetcher);
  }
  const isOverdue = (at: Micros) => at !== NONE && out.now >= at;
  if (memory.coordinating.state !== 'up') return;
  if (!isOverdue(memory.heartbeatDeadline) && !memory.commits.some(({ deadline }) => isOverdue(deadline))) return;
  dropLine(memory.coordinating, config.reconnectAfter, out);
  onCoordinatorLost(self, out);
}

const isAwaited = ({ fetchId, offsetsId }: Fetcher): boolean => fetchId !== NONE || offsetsId !== NONE;

/** Sets the one timer for the earliest of all that is to come, if it is not set for that or earlier. It never keeps a run open. */
function arm(self: Consumer, out: ConsumerOut): void {
  const { memory } = self;
  const at = earliest(self);
  if (at === Infinity || (memory.wakeAt !== NONE && memory.wakeAt <= at)) return;
  out.cancel(memory.wake);
  memory.wake = out.timer(Math.max(0, at - out.now), WAKE, true);
  memory.wakeAt = at;
}

function earliest(self: Consumer): Micros {
  const { config, memory } = self;
  const { fetchers, coordinating } = memory;
  let at = nextOfCommits(self);
  if (memory.state === 'closing' && memory.commits.length === 0) return 0;
  for (const fetcher of fetchers) {
    const { line, deadline } = fetcher;
    if (line.state !== 'up') at = Math.min(at, line.due);
    else if (isAwaited(fetcher)) at = Math.min(at, deadline);
  }
  if (coordinating.state !== 'up') at = Math.min(at, coordinating.due);
  if (memory.state !== 'member') return at;
  if (coordinating.state === 'up' && memory.positionsId === NONE && lacksPosition(self))
    at = Math.min(at, memory.positionsAt);
  if (coordinating.state === 'up')
    at = Math.min(at, memory.heartbeatDeadline === NONE ? memory.heartbeatAt : memory.heartbeatDeadline);
  if (!memory.isPolling) at = Math.min(at, memory.lastPoll + config.maxPollInterval);
  else if (config.enableAutoCommit && coordinating.state === 'up') at = Math.min(at, memory.autoCommitAt);
  for (const fetcher of fetchers)
    if (!isAwaited(fetcher) && fetcher.retryAt > 0 && fetcher.line.state === 'up' && needsFetch(self, fetcher))
      at = Math.min(at, fetcher.retryAt);
  return at;
}

const needsFetch = ({ config, memory }: Consumer, { leader }: Fetcher): boolean =>
  memory.assigned.some(
    ({ partition, fetched, head, position, mustReset }) =>
      config.cluster.leaders[partition] === leader && head === fetched.length && (position !== NONE || mustReset),
  );
