import type { Input, Out } from '../../../engine/actor';
import type { ActOutcome, Answer, Delivery, Publishing, Sending } from '../../ports';
import { goOn, kafkaProducer, publishTo, wayOf } from '../producer';
import type { Producer, ProducerOut } from '../producer/state';
import {
  abortTransaction,
  beginTransaction,
  commitTransaction,
  sendOffsets,
  whyNotSend,
} from '../producer/transactions';
import type { Consumer, ConsumerConfig, ConsumerDisk, ConsumerMemory, KafkaDelivery } from './state';

/** The producer beside a consumer: what its program sends on, alone or in transactions that take its offsets with them. */

/** The producer as a client of its own, in the same process; null if the program sends nothing on. */
function producerOf({ id, name, config, memory, disk }: Consumer): Producer | null {
  if (config.producer === null) return null;
  return { id, name, config: config.producer, memory: memory.producer!, disk: disk.producer! };
}

function ownProducer(self: Consumer): Producer {
  return producerOf(self)!;
}

export function startProducer(self: Consumer, out: Out): void {
  const producer = producerOf(self);
  if (producer === null) return;
  producer.disk.salt += 1024;
  kafkaProducer.start(producer, out);
}

export function forgetProducer(self: Consumer, out: Out): void {
  const producer = producerOf(self);
  if (producer !== null) kafkaProducer.forget(producer, out);
}

/** Hands an input of the producer's connection or timer to it. Returns null if it is not for the producer. */
export function producerInput(self: Consumer, input: Input, out: Out): readonly Answer[] | null {
  const producer = producerOf(self);
  if (producer === null) return null;
  const isMine = input.kind === 'timer' ? input.timer.kind === 'kafka-producer' : wayOf(producer, input) !== undefined;
  if (!isMine) return null;
  kafkaProducer.input(producer, input, out);
  return takeAnswers(producer);
}

function takeAnswers({ memory }: Producer): readonly Answer[] {
  const { answers } = memory;
  if (answers.length > 0) memory.answers = [];
  return answers;
}

/** Lets the producer go on after an act. */
function after(producer: Producer, outcome: ActOutcome, out: ProducerOut): ActOutcome {
  if (outcome === 'waits') goOn(producer, out);
  return outcome;
}

export const publishing: Publishing<ConsumerConfig, ConsumerMemory, ConsumerDisk> = {
  publish(self, delivery: Delivery, { to }: Sending, out: Out) {
    const producer = ownProducer(self);
    const { config, memory } = producer;
    const isTransactional = config.transactionalId !== null;
    if (isTransactional) {
      const why = whyNotSend(producer);
      if (why !== null) return { error: why };
    }
    const { message, key, copy, tag } = delivery;
    const topic = config.topics.findIndex(({ name }) => name === to);
    const stored = publishTo(producer, { message, number: tag, key, parent: copy }, topic, out as ProducerOut);
    // send() returns at once; a transaction's commit waits for it, or else the program does.
    if (isTransactional) {
      goOn(producer, out as ProducerOut);
      return 'done';
    }
    memory.awaited.set(stored, copy);
    return 'waits';
  },
  begin(self, { copy, message }, out) {
    const producer = ownProducer(self);
    return after(producer, beginTransaction(producer, copy, message, out as ProducerOut), out as ProducerOut);
  },
  sendOffsets(self: Consumer, delivery: Delivery, out: Out) {
    const producer = ownProducer(self);
    const { partition, tag } = delivery as KafkaDelivery;
    const { group, groupInstanceId: instance } = self.config;
    const { member, generation } = self.memory;
    const offsets = { group, member, instance, generation, offsets: [{ partition, offset: tag + 1 }] };
    return after(producer, sendOffsets(producer, delivery.copy, offsets, out as ProducerOut), out as ProducerOut);
  },
  commit(self, { copy }, out) {
    const producer = ownProducer(self);
    return after(producer, commitTransaction(producer, copy, out as ProducerOut), out as ProducerOut);
  },
  abort(self, { copy }, out) {
    const producer = ownProducer(self);
    return after(producer, abortTransaction(producer, copy, out as ProducerOut), out as ProducerOut);
  },
};
