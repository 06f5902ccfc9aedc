import type { Actor, Input } from '../../engine/actor';
import { assert, assertNever } from '../../engine/assert';
import { NONE } from '../../engine/units';
import { expireFetches, forgetFetches, onFetch } from './fetch';
import { expireGroup, loadGroup, onHeartbeat, onJoin, onLeave } from './group/coordinator';
import { onCommit } from './group/offsets';
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
  type PartitionLog,
  type StoredGroup,
  type WakeTimer,
} from './state';
import { brokerVocabulary } from './vocabulary';

type BrokerInput = Input<ToBroker | ToClient, WakeTimer>;
type PacketInput = Extract<BrokerInput, { kind: 'packet' }>;

/** The broker's process: leader of all partitions, coordinator of all groups. */
export const kafkaBrokerActor: Actor<BrokerConfig, BrokerMemory, BrokerDisk, ToBroker | ToClient, WakeTimer> = {
  kind: 'kafka',
  vocabulary: brokerVocabulary,
  disk({ topics, groups }, setup) {
    const partitions: PartitionLog[] = [];
    for (const { name, partitions: count } of topics) {
      for (let number = 0; number < count; number += 1) {
        const title = count === 1 ? name : `${name} · partition ${number}`;
        const place = setup.place({ name: `${setup.name}/${name}-${number}`, title, shape: 'log' });
        partitions.push(newLog(partitions.length, place));
      }
    }
    const stored = new Map<string, StoredGroup>();
    for (const config of groups) {
      stored.set(config.name, {
        config,
        generation: 0,
        members: [],
        committed: partitions.map(() => NONE),
        owedFrom: partitions.map(() => 0),
      });
      for (const topic of topics) {
        if (!config.topics.includes(topic.name)) continue;
        for (let i = 0; i < topic.partitions; i += 1)
          partitions[topic.first + i]!.readers.push(...config.subscriptions);
      }
    }
    return { partitions, groups: stored, nextProducerId: 1 };
  },
  memory: (_, disk) => ({
    connections: new Set(),
    fetches: [],
    wake: NONE,
    wakeAt: NONE,
    groups: new Map([...disk.groups].map(([name, group]) => [name, groupFrom(group)])),
  }),
  step(self, input, out) {
    if (self.memory.wakeAt !== NONE && out.now >= self.memory.wakeAt) expire(self, out);
    switch (input.kind) {
      case 'start':
        for (const group of self.memory.groups.values()) loadGroup(self, group, out);
        return;
      case 'accepted':
        self.memory.connections.add(input.connection);
        return;
      case 'closed':
        self.memory.connections.delete(input.connection);
        return forgetFetches(self, input.connection);
      case 'packet':
        return onPacket(self, input, out);
      case 'timer': // What is due has been done above.
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

function newLog(number: number, place: number): PartitionLog {
  return { number, place, messages: [], copies: [], keys: [], sizes: [], producers: new Map(), readers: [] };
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
      out.send(connection, { kind: 'init-producer-id-answer', producerId: self.disk.nextProducerId });
      self.disk.nextProducerId += 1;
      return;
    case 'produce':
      return onProduce(self, connection, packet, input.copy, error, out);
    case 'fetch':
      return onFetch(self, connection, packet, error, out);
    case 'commit':
      return onCommit(self, groupOf(self, packet.group), connection, packet, input.message, error, out);
    case 'join':
      return onJoin(self, groupOf(self, packet.group), connection, packet, out);
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
  if (next < Infinity) wakeBy(self, next, out);
}
