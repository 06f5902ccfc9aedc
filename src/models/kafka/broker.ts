import type { Actor, Input } from '../../engine/actor';
import { assert, assertNever } from '../../engine/assert';
import { Ints } from '../../engine/ints';
import { NONE, type ConnectionId } from '../../engine/units';
import { expireFetches, forgetFetches, onFetch } from './fetch';
import { expireGroup, loadGroup, onHeartbeat, onJoin, onLeave } from './group/coordinator';
import { onCommit, onOffsetFetch } from './group/offsets';
import type { ToBroker, ToClient } from './packets';
import { onProduce } from './produce';
import {
  wakeBy,
  type Broker,
  type BrokerConfig,
  type BrokerDisk,
  type BrokerMemory,
  type BrokerOut,
  type Group,
  type MarkersTimer,
  type PartitionLog,
  type StoredGroup,
  type WakeTimer,
} from './state';
import {
  expireTransactions,
  loadTransactions,
  onInitProducerId,
  onMarkersTimer,
  onTransaction,
} from './transaction/coordinator';
import { brokerVocabulary } from './vocabulary';

type BrokerInput = Input<ToBroker | ToClient, WakeTimer | MarkersTimer>;
type PacketInput = Extract<BrokerInput, { kind: 'packet' }>;

/** The broker's process: leader of all partitions, coordinator of all groups and transactions. */
export const kafkaBrokerActor: Actor<
  BrokerConfig,
  BrokerMemory,
  BrokerDisk,
  ToBroker | ToClient,
  WakeTimer | MarkersTimer
> = {
  kind: 'kafka',
  vocabulary: brokerVocabulary,
  disk({ topics, groups }, setup) {
    const partitions: PartitionLog[] = [];
    for (const { name, partitions: count, output } of topics) {
      for (let number = 0; number < count; number += 1) {
        const title = count === 1 ? name : `${name} · partition ${number}`;
        const place = setup.place({ name: `${setup.name}/${name}-${number}`, title, shape: 'log' });
        partitions.push(newLog(partitions.length, place, output));
      }
    }
    const stored = new Map<string, StoredGroup>();
    for (const config of groups) {
      stored.set(config.name, {
        config,
        generation: 0,
        members: [],
        pending: [],
        committed: partitions.map(() => NONE),
        owedFrom: partitions.map(() => 0),
      });
      for (const topic of topics) {
        if (!config.topics.includes(topic.name)) continue;
        const readers = config.subscriptions.map((subscription) => ({ group: config.name, subscription }));
        for (let i = 0; i < topic.partitions; i += 1) partitions[topic.first + i]!.readers.push(...readers);
      }
    }
    return { partitions, groups: stored, transactions: new Map(), nextProducerId: 1 };
  },
  memory: (_, disk) => ({
    connections: new Set(),
    startedAt: 0,
    fetches: [],
    wake: NONE,
    wakeAt: NONE,
    groups: new Map([...disk.groups].map(([name, group]) => [name, groupFrom(group)])),
  }),
  step(self, input, out) {
    // Before anything is done that is due: nothing can be sent on what is gone.
    if (input.kind === 'closed') forgetConnection(self, input.connection);
    if (self.memory.wakeAt !== NONE && out.now >= self.memory.wakeAt) expire(self, out);
    switch (input.kind) {
      case 'start':
        for (const group of self.memory.groups.values()) loadGroup(self, group, out);
        return loadTransactions(self, out);
      case 'accepted':
        self.memory.connections.add(input.connection);
        return;
      case 'closed':
        return;
      case 'packet':
        return onPacket(self, input, out);
      case 'timer': // What is due has been done above.
        if (input.timer.kind === 'kafka-markers') onMarkersTimer(self, input.timer.transaction, out);
        return;
      case 'opened':
      case 'refused':
      case 'request':
      case 'response':
        return;
      default:
        assertNever(input);
    }
  },
};

function forgetConnection(self: Broker, connection: ConnectionId): void {
  self.memory.connections.delete(connection);
  forgetFetches(self, connection);
}

function newLog(number: number, place: number, output: number): PartitionLog {
  return {
    number,
    place,
    messages: new Ints(),
    copies: new Ints(),
    keys: new Ints(),
    sizes: new Ints(),
    writers: new Ints(),
    producers: new Map(),
    open: new Map(),
    aborted: [],
    isTransactional: false,
    output,
    readers: [],
  };
}

function groupFrom(stored: StoredGroup): Group {
  return {
    stored,
    state: stored.members.length === 0 ? 'empty' : 'stable',
    deadline: Infinity,
    initialLeft: NONE,
    newcomer: false,
    clock: NONE,
    members: stored.members.map((member) => ({ ...member, sessionDeadline: Infinity, waiting: null })),
  };
}

function onPacket(self: Broker, input: PacketInput, out: BrokerOut): void {
  const packet = input.packet as ToBroker;
  const { connection, error } = input;
  switch (packet.kind) {
    case 'init-producer-id':
      return onInitProducerId(self, connection, packet, input.message, error, out);
    case 'add-partitions':
    case 'add-offsets':
    case 'txn-offsets':
    case 'txn-commit':
    case 'txn-abort':
      return onTransaction(self, connection, packet, input.message, error, out);
    case 'produce':
      return onProduce(self, input, packet, out);
    case 'fetch':
      return onFetch(self, connection, packet, error, out);
    case 'commit':
      return onCommit(self, groupOf(self, packet.group), connection, packet, input.message, error, out);
    case 'join':
      return onJoin(self, groupOf(self, packet.group), connection, packet, out);
    case 'offset-fetch':
      return onOffsetFetch(self, groupOf(self, packet.group).stored, connection, packet, out);
    case 'heartbeat':
      return onHeartbeat(groupOf(self, packet.group), connection, packet, out);
    case 'leave':
      return onLeave(self, groupOf(self, packet.group), packet, out);
    default:
      assertNever(packet);
  }
}

function groupOf(self: Broker, name: string): Group {
  const group = self.memory.groups.get(name);
  assert(group !== undefined, `no group "${name}" at ${self.name}`);
  return group;
}

/** Does what is due by now, and sets the timer for what comes next. */
function expire(self: Broker, out: BrokerOut): void {
  const { memory } = self;
  out.cancel(memory.wake);
  memory.wake = NONE;
  memory.wakeAt = NONE;
  let next = expireFetches(self, out);
  for (const group of memory.groups.values()) next = Math.min(next, expireGroup(self, group, out));
  next = Math.min(next, expireTransactions(self, out));
  if (next < Infinity) wakeBy(self, next, out);
}
