import type { Actor, Input, Out, Self, Setup } from '../../engine/actor';
import { word } from '../../engine/trace/words';
import { NONE, type Micros, type SubscriptionId } from '../../engine/units';
import type { AnyProducerDriver, ProducerDriver } from '../ports';
import { stretched, type Workload } from './workload';

export interface ProducerConfig {
  readonly workload: Workload;
  /** For each key by its position (or at 0 without keys), the subscriptions that should have the message. */
  readonly intended: readonly (readonly SubscriptionId[])[];
  readonly driver: unknown;
}

interface Memory {
  inner: Self<unknown, unknown, unknown> | null;
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

/** An application that produces by a workload and hands each message to its client library. */
export function producerActor(
  kind: string,
  driver: AnyProducerDriver,
): Actor<ProducerConfig, Memory, Disk, never, Timer> {
  const library = driver as unknown as ProducerDriver<unknown, unknown, unknown>;
  return {
    kind,
    vocabulary: library.vocabulary,
    disk: (config: ProducerConfig, setup: Setup) => ({ driver: library.disk(config.driver, setup), produced: 0 }),
    memory: () => ({ inner: null }),
    step(self, input, out) {
      if (input.kind === 'start') return begin(library, self, out);
      if (input.kind === 'timer' && input.timer.kind === 'produce') return produce(library, self, out);
      library.input(self.memory.inner!, input as Input, out as Out);
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

function produce(library: Library, self: Producer, out: Out<never, Timer>): void {
  const { config, disk } = self;
  const { workload } = config;
  disk.produced += 1;
  const number = disk.produced;
  const position = keyPosition(workload, number, out);
  const key = workload.keys[position] ?? NONE;
  const message = out.produce(number, key);
  for (const subscription of config.intended[position]!) out.intend(message, subscription);
  library.publish(self.memory.inner!, { message, number, key, parent: NONE }, out as Out);
  if (number < workload.messages) out.timer(untilNext(self, out), PRODUCE);
}

function keyPosition({ keys, keysAtRandom }: Workload, number: number, out: Out<never, Timer>): number {
  if (keys.length <= 1) return 0;
  return keysAtRandom ? Math.floor(out.chance(whichKey, number, 0) * keys.length) : (number - 1) % keys.length;
}
