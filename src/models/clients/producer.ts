import type { Actor, Input, Out, Self, Setup } from '../../engine/actor';
import { word } from '../../engine/trace/words';
import type { Vocabulary } from '../../engine/trace/header';
import { NONE, type Micros, type SubscriptionId } from '../../engine/units';
import type { AnyProducerDriver, ProducerDriver } from '../ports';
import { stretched, type Failing, type Workload } from './workload';

export interface ProducerConfig {
  readonly workload: Workload;
  /** For each key by its position (or at 0 without keys), the subscriptions that should have the message. */
  readonly intended: readonly (readonly SubscriptionId[])[];
  readonly driver: unknown;
}

interface Memory {
  inner: Self<unknown, unknown, unknown> | null;
  /** It would produce now, and waits until fewer of its messages are under way. */
  held: boolean;
}

interface Disk {
  readonly driver: unknown;
  /** Messages produced so far: the application's own numbering outlives its process. */
  produced: number;
}

type Timer = { readonly kind: 'produce' };
const PRODUCE: Timer = { kind: 'produce' };
const arrival = word('arrival');
const whichKey = word('which key');
const isPoison = word('is poison');
/** Facts about a message that is born to fail: `poison` for ever, `faulty` for its first attempts. */
const poison = word('poison');
const faulty = word('faulty');
const holdsBack = word('holds-back');
const goesOn = word('goes-on');

const phrases: Vocabulary['phrases'] = [
  { name: 'poison', sentence: '{message} is a poison message: every attempt at it will fail' },
  {
    name: 'holds-back',
    sentence: '{node} has {value} messages that nobody has confirmed: it takes on no more',
    sign: 'blocks',
  },
  { name: 'goes-on', sentence: '{node} has room again, and goes on', sign: 'unblocks' },
  { name: 'faulty', sentence: '{message} is trouble: the first {value} attempts at it will fail' },
];

/** An application that produces by a workload and hands each message to its client library. */
export function producerActor(
  kind: string,
  driver: AnyProducerDriver,
): Actor<ProducerConfig, Memory, Disk, never, Timer> {
  const library = driver as unknown as ProducerDriver<unknown, unknown, unknown>;
  return {
    kind,
    vocabulary: { ...library.vocabulary, phrases: [...library.vocabulary.phrases, ...phrases] },
    disk: (config: ProducerConfig, setup: Setup) => ({ driver: library.disk(config.driver, setup), produced: 0 }),
    memory: () => ({ inner: null, held: false }),
    step(self, input, out) {
      if (input.kind === 'start') return begin(library, self, out);
      if (input.kind === 'timer' && input.timer.kind === 'produce') return produceOrHold(library, self, out);
      library.input(self.memory.inner!, input as Input, out as Out);
      if (self.memory.held) goOnIfRoom(library, self, out);
    },
    forget(self, out) {
      library.forget(self.memory.inner!, out as Out);
    },
  };
}

type Library = ProducerDriver<unknown, unknown, unknown>;
type Producer = Self<ProducerConfig, Memory, Disk>;

function begin(library: Library, self: Producer, out: Out<never, Timer>): void {
  const { config, disk } = self;
  self.memory.inner = {
    id: self.id,
    name: self.name,
    config: config.driver,
    memory: library.memory(config.driver, disk.driver),
    disk: disk.driver,
  };
  library.start(self.memory.inner, out as Out);
  if (disk.produced < config.workload.messages) out.timer(untilNext(self, out), PRODUCE);
}

/** How long until the next message: what the application was to do while it was down it does at once. */
function untilNext({ config, disk }: Producer, out: Out<never, Timer>): Micros {
  const { first, every, phases, arrivals } = config.workload;
  if (arrivals !== null) return Math.max(0, arrivals[disk.produced]! - out.now);
  if (disk.produced === 0) return first;
  const gap = out.draw(every, arrival, disk.produced, 0);
  return phases.length === 0 ? gap : stretched(phases, out.now, gap);
}

/** With a bounded buffer, an application takes on nothing more while that is full: it slows down instead. */
function produceOrHold(library: Library, self: Producer, out: Out<never, Timer>): void {
  if (!isFull(library, self)) return produce(library, self, out);
  self.memory.held = true;
  out.fact(holdsBack, self.config.workload.buffer);
}

function goOnIfRoom(library: Library, self: Producer, out: Out<never, Timer>): void {
  if (isFull(library, self)) return;
  self.memory.held = false;
  out.fact(goesOn, self.config.workload.buffer);
  produce(library, self, out);
}

function isFull(library: Library, { config, memory }: Producer): boolean {
  const { buffer } = config.workload;
  return buffer !== Infinity && library.outstanding!(memory.inner!) >= buffer;
}

function produce(library: Library, self: Producer, out: Out<never, Timer>): void {
  const { config, disk } = self;
  const { workload } = config;
  disk.produced += 1;
  const number = disk.produced;
  const position = keyPosition(workload, number, out);
  const key = workload.keys[position] ?? NONE;
  const times = failuresOf(workload.failing, number, out);
  const message = out.produce(number, key, times);
  if (times > 0) out.fact(times === Infinity ? poison : faulty, times === Infinity ? 0 : times, message);
  for (const subscription of config.intended[position]!) out.intend(message, subscription);
  library.publish(self.memory.inner!, { message, number, key, parent: NONE }, out as Out);
  if (number < workload.messages) out.timer(untilNext(self, out), PRODUCE);
}

/** How many attempts at that message fail. */
function failuresOf({ messages, share, times }: Failing, number: number, out: Out<never, Timer>): number {
  const fails = messages.has(number) || (share > 0 && out.chance(isPoison, number, 0) < share);
  return fails ? times : 0;
}

function keyPosition({ keys, keysAtRandom }: Workload, number: number, out: Out<never, Timer>): number {
  if (keys.length <= 1) return 0;
  return keysAtRandom ? Math.floor(out.chance(whichKey, number, 0) * keys.length) : (number - 1) % keys.length;
}
