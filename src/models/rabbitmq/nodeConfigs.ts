import type { Micros, NodeId, SubscriptionId } from '../../engine/units';
import type { RetryPolicy } from '../ports';
import type { RabbitVersion } from './config';
import type { MessageProperties } from './packets';

/** What RabbitMQ's part of a scenario file becomes: declarations, and the configurations of the nodes. */

/** A queue as a client declares it: AMQP's queue.declare. */
export interface QueueDeclaration {
  readonly name: string;
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** An exchange as a client declares it: AMQP's exchange.declare. `type` may be one that the broker refuses. */
export interface ExchangeDeclaration {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A binding as a client declares it: of a queue, or of one exchange to another. */
export interface BindingDeclaration {
  readonly source: string;
  readonly destination: string;
  readonly routingKey: string;
  /** The destination is an exchange. */
  readonly toExchange: boolean;
  /** What a headers exchange looks for. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a queue is to the scenario, whoever declares it. */
export interface QueueMeaning {
  readonly queue: string;
  readonly subscriptions: readonly SubscriptionId[];
  readonly deadLetter: boolean;
}

export interface BrokerConfig {
  readonly version: RabbitVersion;
  /** The virtual host that error texts name. */
  readonly vhost: string;
  readonly exchanges: readonly ExchangeDeclaration[];
  /** Queues that exist when the broker first starts. */
  readonly queues: readonly QueueDeclaration[];
  readonly bindings: readonly BindingDeclaration[];
  readonly meanings: readonly QueueMeaning[];
  /** 0: no heartbeats. */
  readonly heartbeat: Micros;
  /** 0: deliveries may stay unacked for ever. */
  readonly consumerTimeout: Micros;
  /** How often channels look for such deliveries (channel_tick_interval). */
  readonly channelTick: Micros;
  /** Bytes above which the memory alarm goes off; 0: never. */
  readonly memoryLimit: number;
  /** How often the node looks at its memory. */
  readonly memoryCheck: Micros;
}

export interface ProducerConfig {
  readonly broker: NodeId;
  readonly exchange: string;
  readonly routingKey: string;
  readonly mandatory: boolean;
  /** What each message says of itself. */
  readonly properties: MessageProperties;
  readonly confirms: boolean;
  readonly confirmTimeout: Micros;
  readonly retry: RetryPolicy;
  /** It publishes nothing while the broker has told it that it is blocked. */
  readonly heedsBlocked: boolean;
  readonly reconnectAfter: Micros;
  readonly heartbeat: Micros;
}

export interface ConsumerConfig {
  readonly broker: NodeId;
  readonly queue: string;
  readonly prefetch: number;
  readonly autoAck: boolean;
  readonly exclusive: boolean;
  /** x-priority. */
  readonly priority: number;
  /** Publisher confirms for what its program publishes. */
  readonly confirms: boolean;
  /** The `mandatory` flag of what its program publishes. */
  readonly mandatory: boolean;
  /** The exchanges that there are: to whatever else is published, it is a queue's name and goes by the default exchange. */
  readonly exchanges: readonly string[];
  readonly reconnectAfter: Micros;
  readonly heartbeat: Micros;
  /** What it declares each time it connects, because a restart or its own leaving removes it; null if nothing. */
  readonly declares: { readonly queue: QueueDeclaration; readonly bindings: readonly BindingDeclaration[] } | null;
}
