import type { Actor, Input } from '../../engine/actor';
import { assert, assertNever } from '../../engine/assert';
import { Ints } from '../../engine/ints';
import { NONE, type ConnectionId } from '../../engine/units';
import { coordinatorOf } from './cluster';
import { expireFetches, forgetFetches, onFetch } from './fetch';
import { expireGroup, loadGroup, onHeartbeat, onJoin, onLeave } from './group/coordinator';
import { onCommit, onListOffsets, onOffsetFetch } from './group/offsets';
import type { ToBroker, ToClient } from './packets';
import { expirePeers, newPeers, onPeerConnection, openPeers } from './peers';
import {
  wakeBy,
  type Broker,
  type BrokerConfig,
  type BrokerDisk,
  type BrokerMemory,
  type BrokerOut,
  type Group,
  type GroupConfig,
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
import { onWriteMarkers } from './transaction/markers';
import { failHeld, onPeerAnswer, onVerify, takeOffsets, takeProduce } from './transaction/verification';
import { brokerVocabulary } from './vocabulary';

type BrokerInput = Input<ToBroker | ToClient, WakeTimer | MarkersTimer>;
type PacketInput = Extract<BrokerInput, { kind: 'packet' }>;

/** A broker's process: leader of some partitions, coordinator of some groups and transactions; of all, if it is alone. */
export const kafkaBrokerActor: Actor<
  BrokerConfig,
  BrokerMemory,
  BrokerDisk,
  ToBroker | ToClient,
  WakeTimer | MarkersTimer
> = {
  kind: 'kafka',
  vocabulary: brokerVocabulary,
  disk({ cluster, index, topics, groups }, setup) {
    const key = `kafka of ${cluster.nodes.join(' ')}`;
    const partitions = setup.shared(`${key}: logs`, (): PartitionLog[] => []);
    for (const { name, first, partitions: count, output, deadLetter } of topics) {
      for (let number = 0; number < count; number += 1) {
        if (cluster.leaders[first + number] !== index) continue;
        const title = count === 1 ? name : `${name} · partition ${number}`;
        const place = setup.place({ name: `${setup.name}/${name}-${number}`, title, shape: 'log', deadLetter });
        partitions[first + number] = newLog(first + number, place, output);
      }
    }
    for (const { name, topics: read, subscriptions } of groups) {
      const readers = subscriptions.map((subscription) => ({ group: name, subscription }));
      for (const topic of topics) {
        if (!read.includes(topic.name)) continue;
        for (let number = topic.first; number < topic.first + topic.partitions; number += 1)
          if (cluster.leaders[number] === index) partitions[number]!.readers.push(...readers);
      }
    }
    const stored = setup.shared(`${key}: groups`, () => storedGroups(groups, cluster.leaders.length));
    return { partitions, groups: stored, transactions: new Map(), nextProducerId: 1 + index * PRODUCER_IDS };
  },
  memory: (config, disk) => ({
    connections: new Set(),
    peers: newPeers(config),
    nextPeerRequest: 0,
    unwritten: new Map(),
    startedAt: 0,
    fetches: [],
    wake: NONE,
    wakeAt: NONE,
    groups: new Map(
      [...disk.groups]
        .filter(([name]) => coordinatorOf(config.cluster, name) === config.index)
        .map(([name, group]) => [name, groupFrom(group)]),
    ),
  }),
  step(self, input, out) {
    // Before anything is done that is due: nothing can be sent on what is gone.
    if (input.kind === 'closed') forgetConnection(self, input.connection);
    if (self.memory.wakeAt !== NONE && out.now >= self.memory.wakeAt) expire(self, out);
    switch (input.kind) {
      case 'start':
        openPeers(self, out);
        for (const group of self.memory.groups.values()) loadGroup(self, group, out);
        return loadTransactions(self, out);
      case 'accepted':
        self.memory.connections.add(input.connection);
        return;
      case 'closed':
      case 'opened':
      case 'refused':
        return failHeld(self, onPeerConnection(self, input, out), out);
      case 'packet':
        return onPacket(self, input, out);
      case 'timer': // What is due has been done above.
        if (input.timer.kind === 'kafka-markers') onMarkersTimer(self, input.timer.transaction, out);
        return;
      case 'request':
      case 'response':
      case 'unanswered':
        return;
      default:
        assertNever(input);
    }
  },
};

/** Each broker gives out producer ids of a block of its own. Source: ProducerIdsBlock.java, PRODUCER_ID_BLOCK_SIZE. */
const PRODUCER_IDS = 1_000;

function storedGroups(groups: readonly GroupConfig[], partitions: number): Map<string, StoredGroup> {
  const stored = new Map<string, StoredGroup>();
  for (const config of groups) {
    stored.set(config.name, {
      config,
      generation: 0,
      members: [],
      pending: [],
      committed: new Array<number>(partitions).fill(NONE),
      owedFrom: new Array<number>(partitions).fill(0),
    });
  }
  return stored;
}

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
    case 'txn-commit':
    case 'txn-abort':
      return onTransaction(self, connection, packet, input.message, error, out);
    case 'txn-offsets':
      return takeOffsets(self, connection, packet, input.message, error, out);
    case 'verify-txn':
      return onVerify(self, connection, packet, out);
    case 'write-markers':
      return onWriteMarkers(self, connection, packet, out);
    case 'verify-answer':
    case 'markers-answer':
      return onPeerAnswer(self, packet, out);
    case 'produce': {
      const { from, copy } = input;
      return takeProduce(self, { connection, from, copy, error }, packet, out);
    }
    case 'fetch':
      return onFetch(self, connection, packet, error, out);
    case 'commit':
      return onCommit(self, groupOf(self, packet.group), connection, packet, input.message, error, out);
    case 'join':
      return onJoin(self, groupOf(self, packet.group), connection, packet, out);
    case 'offset-fetch':
      return onOffsetFetch(groupOf(self, packet.group).stored, connection, packet, out);
    case 'list-offsets':
      return onListOffsets(self, connection, packet, error, out);
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
  const peers = expirePeers(self, out);
  failHeld(self, peers.failed, out);
  next = Math.min(next, peers.next);
  if (next < Infinity) wakeBy(self, next, out);
}
