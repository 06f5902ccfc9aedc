import type { AnyActor, Input, Out, Self, Setup } from '../engine/actor';
import type { Vocabulary } from '../engine/trace/header';
import { word, type Word } from '../engine/trace/words';
import {
  NONE,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PlaceId,
  type RequestId,
  type SubscriptionId,
} from '../engine/units';

/**
 * What a program needs of any broker's client library. A broker's folder implements these two drivers;
 * `clients` writes producers and consumers once, against them.
 */

/** A message that an application asks its client library to send. */
export interface Outgoing {
  readonly message: MessageId;
  /** The number it was given by its producer, from 1. */
  readonly number: number;
  /** A Word, or NONE for a message without a key. */
  readonly key: Word;
  /** The message that this one was made from (a retry topic, a DLQ): its copy there, or NONE. */
  readonly parent: CopyId;
}

/**
 * A producer's client library. It sends, keeps what it may have to send again, retries as it is
 * configured, and says with Out.learn what the application is told of each message.
 */
export interface ProducerDriver<Config, Memory, Disk> {
  /** The kind of broker it speaks to. */
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  disk(config: Config, setup: Setup): Disk;
  memory(config: Config, disk: Disk): Memory;
  /** The process started: connect. */
  start(self: Self<Config, Memory, Disk>, out: Out): void;
  /** Takes a message over. It may not be able to send it yet; it keeps it then. */
  publish(self: Self<Config, Memory, Disk>, outgoing: Outgoing, out: Out): void;
  /** How many messages it has taken over and is not through with; left out where nobody counts them. */
  outstanding?(self: Self<Config, Memory, Disk>): number;
  /** An input of the node that is not the application's own timer. */
  input(self: Self<Config, Memory, Disk>, input: Input, out: Out): void;
  forget(self: Self<Config, Memory, Disk>, out: Out): void;
  /** More of what was told last with Out.learn: which message that is, and the error. Left out where its belief says all. */
  told?(self: Self<Config, Memory, Disk>): Told;
  /** Whether it tells at all what becomes of a message; left out: it does. */
  tells?(config: Config): boolean;
}

/** What a library told last. */
export interface Told {
  /** The number that the message was given (Outgoing). */
  readonly number: number;
  /** What a program meets: `timeout`, `status-503`; empty if all is well. */
  readonly error: string;
}

/** Any producer's library, where the broker does not matter: what it takes is known to whoever built its state. */
export interface AnyProducerDriver {
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  disk(config: never, setup: Setup): unknown;
  memory(config: never, disk: never): unknown;
  start(self: never, out: Out): void;
  publish(self: never, outgoing: Outgoing, out: Out): void;
  outstanding?(self: never): number;
  input(self: never, input: Input, out: Out): void;
  forget(self: never, out: Out): void;
  told?(self: never): Told;
  tells?(config: never): boolean;
}

/** How a monitor asks a broker for a figure, over HTTP as Prometheus does, and what it hears. */
export type ScrapePacket =
  | { readonly kind: 'scrape'; readonly of: string }
  | {
      readonly kind: 'scrape-answer';
      /** What waits there and has not been delivered. */
      readonly depth: number;
      readonly place: PlaceId;
    };

const depthNote = word('depth');

/** A broker's answer to a scrape. */
export function answerScrape(request: RequestId, depth: number, place: PlaceId, out: Out): void {
  const answer: ScrapePacket = { kind: 'scrape-answer', depth, place };
  out.respond(request, answer, NONE, 0, true);
  out.note(depthNote, depth);
}

/** For monitors, and for brokers that answer them. */
export const scrapeVocabulary: Vocabulary = {
  packets: [
    {
      kind: 'scrape',
      role: 'request',
      shape: 'request',
      label: 'scrape',
      sent: '{from} asks how many messages wait',
      arrived: '{to} counts',
      lost: '{from} sees nothing this time',
      quiet: true,
    },
    {
      kind: 'scrape-answer',
      role: 'response',
      shape: 'answer',
      label: 'metrics',
      sent: '{from} answers that {depth} messages wait',
      arrived: '{to} sees {depth} messages waiting',
      lost: '{to} sees nothing this time',
      quiet: true,
    },
  ],
  phrases: [],
};

/** A message in a consumer's hand. Plain data: it is part of the node's memory. */
export interface Delivery {
  readonly message: MessageId;
  /** The copy that rests in the hand. */
  readonly copy: CopyId;
  /** The hand. */
  readonly place: PlaceId;
  /** What the driver knows it by: a delivery tag, an offset. */
  readonly tag: number;
  /** Which connection or assignment it came on: a settle after that is gone does nothing. */
  readonly session: number;
  readonly key: Word;
  /** The broker says that it may have been delivered before. */
  readonly redelivered: boolean;
  /** How often this client knows it was delivered, from 1; keys draws of work. */
  readonly attempt: number;
  /** How often a program has sent it round again: its header x-retry-count, 0 without. */
  readonly retries: number;
  /** Of a request: it asks what has become of an earlier one. */
  readonly polling?: boolean;
}

/** The header in which programs count how often they have sent a message round again; the article's name. */
export const RETRY_COUNT = 'x-retry-count';

/** What a program sends on: the message in hand, with headers of its own. */
export interface Sending {
  /** A topic, a queue or an exchange, as the broker understands it. */
  readonly to: Word;
  /** For an exchange: the routing key; empty for the message's own. */
  readonly routingKey: string;
  /** Added to the message's own headers. Numbers and texts, in the order in which they are shown. */
  readonly headers: readonly Header[];
  /** How long it may wait where it is sent to, if its broker knows such a time; NONE: for ever. */
  readonly expiration: Micros;
}

/** A header as a program writes it; `note` is its name as the trace tells it, `figure` its value there (a Word for texts). */
export interface Header {
  readonly name: string;
  readonly note: Word;
  readonly value: number | string;
  readonly figure: number;
}

/** What a driver's input means to the program above it. */
export type ConsumerSignal =
  | 'nothing'
  /** `next` may have something now. */
  | 'deliveries'
  /** The settlement that a program waits for (`waits`) has been answered. */
  | 'settled'
  /** …or has failed: the program's step fails with `settle-failed`. */
  | 'settle-failed'
  /** What was asked of `close` is done: the process may end. */
  | 'closed'
  /** Acts that programs wait for are over, each named by its delivery: needed where several handlers may wait at a time. */
  | { readonly answers: readonly Answer[] };

/** An act that `waits` is over. */
export interface Answer {
  /** The delivery's copy. */
  readonly copy: CopyId;
  /** The act was `settle`. */
  readonly settles: boolean;
  /** What the program's step fails with, or null. */
  readonly error: string | null;
}

/** What an act of a program comes to: over, or an answer follows, or it fails with that error. */
export type ActOutcome = 'done' | 'waits' | { readonly error: string };

/**
 * What a consumer's program sends on: records made from the delivery in hand, alone or in a transaction that takes
 * the consumer's own position with it. Errors that a program meets: `publish-failed`; `transaction-failed` (abort
 * it); `fenced` (another process has taken this one's place; the next `begin` starts with a new producer).
 * A broker without transactions leaves out all but `publish`.
 */
export interface Publishing<Config, Memory, Disk> {
  /** Sends the delivery's message on. Outside a transaction it waits until the broker has it, if the broker says so; inside, `commit` does. */
  publish(self: Self<Config, Memory, Disk>, delivery: Delivery, sending: Sending, out: Out): ActOutcome;
  begin?(self: Self<Config, Memory, Disk>, delivery: Delivery, out: Out): ActOutcome;
  /** Puts it into the transaction that this delivery has been processed. */
  sendOffsets?(self: Self<Config, Memory, Disk>, delivery: Delivery, out: Out): ActOutcome;
  commit?(self: Self<Config, Memory, Disk>, delivery: Delivery, out: Out): ActOutcome;
  abort?(self: Self<Config, Memory, Disk>, delivery: Delivery, out: Out): ActOutcome;
}

export type Verdict =
  | { readonly kind: 'ack'; readonly multiple: boolean }
  | { readonly kind: 'nack'; readonly requeue: boolean; readonly multiple: boolean }
  | { readonly kind: 'reject'; readonly requeue: boolean };

/** A consumer's client library: it receives into its buffer (the hand), hands out one by one, settles. */
export interface ConsumerDriver<Config, Memory, Disk> {
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  disk(config: Config, setup: Setup): Disk;
  memory(config: Config, disk: Disk): Memory;
  /** The process started: connect and subscribe. */
  start(self: Self<Config, Memory, Disk>, out: Out): void;
  input(self: Self<Config, Memory, Disk>, input: Input, out: Out): ConsumerSignal;
  /** The next message for a free handler, or null; in Kafka's client this is `poll`. */
  next(self: Self<Config, Memory, Disk>, out: Out): Delivery | null;
  /**
   * Settles a delivery. `done`: sent, or nothing to send. `waits`: a signal `settled` or `settle-failed` follows.
   * `gone`: the connection or assignment that it came on no longer exists, so nothing can be settled.
   */
  settle(self: Self<Config, Memory, Disk>, delivery: Delivery, verdict: Verdict, out: Out): 'done' | 'waits' | 'gone';
  /**
   * The program is through with a delivery that it did not settle: the hand drops it, the broker's copy stays.
   * `error`: what nothing caught.
   */
  drop(self: Self<Config, Memory, Disk>, delivery: Delivery, out: Out, error?: string | null): void;
  /** Answers a request, once. Left out where nobody waits for an answer. */
  respond?(self: Self<Config, Memory, Disk>, delivery: Delivery, status: number, out: Out): void;
  forget(self: Self<Config, Memory, Disk>, out: Out): void;
  /** The program is asked to stop: when it is through with what it has in hand, the library closes, and signals `closed`. */
  close?(self: Self<Config, Memory, Disk>, out: Out): ConsumerSignal;
  /** Left out where programs cannot send on. */
  readonly publishing?: Publishing<Config, Memory, Disk>;
  /** Reads on from elsewhere, if the broker keeps what has been read: the program's `seek`. */
  seek?(self: Self<Config, Memory, Disk>, delivery: Delivery, to: SeekTarget, out: Out): ActOutcome;
}

/** Where a program reads on: at the oldest record that is kept, behind the newest, or at that offset. */
export type SeekTarget = 'beginning' | 'end' | number;

/** Any consumer's library, likewise. */
export interface AnyConsumerDriver {
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  disk(config: never, setup: Setup): unknown;
  memory(config: never, disk: never): unknown;
  start(self: never, out: Out): void;
  input(self: never, input: Input, out: Out): ConsumerSignal;
  next(self: never, out: Out): Delivery | null;
  settle(self: never, delivery: Delivery, verdict: Verdict, out: Out): 'done' | 'waits' | 'gone';
  drop(self: never, delivery: Delivery, out: Out, error?: string | null): void;
  respond?(self: never, delivery: Delivery, status: number, out: Out): void;
  forget(self: never, out: Out): void;
  close?(self: never, out: Out): ConsumerSignal;
  readonly publishing?: Publishing<never, never, never>;
  seek?(self: never, delivery: Delivery, to: SeekTarget, out: Out): ActOutcome;
}

/** When to try again, and how often. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  readonly first: Micros;
  /** Each wait is this many times the one before. */
  readonly factor: number;
  readonly max: Micros;
  /** A random share of each wait, 0 to 1, keyed by message and attempt. */
  readonly jitter: number;
}

/** The wait before attempt number `attempt` (2 is the first retry); NONE when there is none left. */
export function waitBefore(policy: RetryPolicy, attempt: number, chance: number): Micros {
  if (attempt - 1 > policy.retries) return NONE;
  let wait = policy.first;
  for (let i = 2; i < attempt && wait < policy.max; i += 1) wait *= policy.factor;
  const capped = Math.min(wait, policy.max);
  return Math.floor(capped * (1 - policy.jitter + policy.jitter * chance));
}

/** What a model asks while its part of a scenario file becomes configurations of nodes. */
export interface Names {
  /** The id of the node of that name. */
  node(name: string): NodeId;
  /** The subscriptions fed by that queue, group or server, in the order declared; empty for a DLQ. */
  subscriptionsOf(source: string): readonly SubscriptionId[];
  /** What a subscription is called. */
  subscriptionName(id: SubscriptionId): string;
}

/**
 * One broker as the rest of the project meets it: its process, its client libraries, and how its part of a
 * scenario file becomes their configurations. The files have been parsed by the schemas of its config.ts.
 */
export interface BrokerModel<BrokerFile, ProducerFile, ConsumerFile> {
  readonly kind: string;
  /** How its clients reach it; left out: by connections. */
  readonly transport?: 'connection' | 'request';
  /** The statuses that its programs can answer with, if they answer requests. */
  readonly statuses?: readonly number[];
  /** Its process; null where that runs a program of the scenario: then `consumer` is its library, and `brokerConfig` that one's. */
  readonly broker: AnyActor | null;
  readonly producer: AnyProducerDriver;
  readonly consumer: AnyConsumerDriver;
  /** The nodes that a broker of the file is, if it is not one alone under its own name: those of a cluster, in order. */
  nodesOf?(broker: BrokerFile): readonly { readonly name: string; readonly title: string }[];
  /**
   * `consumers`: all that read from this broker, for it may have to know their groups before they first call.
   * `index`: which of its nodes.
   */
  brokerConfig(broker: BrokerFile, names: Names, consumers: readonly ConsumerFile[], index: number): unknown;
  producerConfig(producer: ProducerFile, broker: BrokerFile, names: Names): unknown;
  consumerConfig(consumer: ConsumerFile, broker: BrokerFile, names: Names): unknown;
  /** The line beneath a node's name on the stage, in the broker's own words: "prefetch 1", "acks=all". */
  caption?(part: 'broker' | 'producer' | 'consumer', file: BrokerFile | ProducerFile | ConsumerFile): string;
  /** What a consumer reads from, as a subscription's source: its queue or its group. */
  sourceOf(consumer: ConsumerFile): string;
  /** The group that a consumer is a member of, where there are groups. */
  groupOf?(consumer: ConsumerFile): string;
  /** Where its program may `publish` to, and whether in transactions; left out: nowhere. */
  publishesTo?(consumer: ConsumerFile, broker: BrokerFile): SendingRules;
  /** The sources that a message of this producer with that key should reach, by the bindings and topics declared. */
  route(
    producer: ProducerFile,
    key: string | null,
    broker: BrokerFile,
    consumers: readonly ConsumerFile[],
  ): readonly string[];
  /** What a monitor can watch the depth of; left out: nothing. */
  watchable?(broker: BrokerFile): readonly string[];
  /** What is wrong between parts of the file (a queue that is not declared): path within the part, and a sentence. */
  check(broker: BrokerFile, producers: readonly ProducerFile[], consumers: readonly ConsumerFile[]): readonly Mistake[];
}

/** What a consumer's program may send on. */
export interface SendingRules {
  readonly targets: readonly string[];
  readonly inTransactions: boolean;
  /** What is to be done about a target that is not among them, as the end of a sentence. */
  readonly hint: string;
}

/** Any broker's model, where the broker does not matter. */
export type AnyBrokerModel = BrokerModel<never, never, never>;

/** A mistake in a scenario file, by the section and index of the part it stands in and the path within it. */
export interface Mistake {
  readonly part: 'broker' | 'producers' | 'consumers';
  /** The name of the broker, producer or consumer. */
  readonly of: string;
  readonly path: string;
  readonly message: string;
}
