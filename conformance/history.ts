import type { RabbitVersion } from '../src/models/rabbitmq/config';

/** A recorded history as FORMAT.md describes it, and what of it the model does not know. */

export interface ExchangeSetup {
  readonly name: string;
  readonly type: string;
  readonly durable?: boolean;
  readonly autoDelete?: boolean;
  readonly internal?: boolean;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

export interface QueueSetup {
  readonly name: string;
  readonly durable?: boolean;
  readonly exclusive?: boolean;
  readonly autoDelete?: boolean;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly connection?: string;
}

export interface BindingSetup {
  readonly source: string;
  readonly destination: string;
  readonly destinationType?: string;
  readonly routingKey?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly connection?: string;
}

export interface ActorSetup {
  readonly name: string;
  readonly connection: string;
  readonly channel: string;
}

export interface ProducerSetup extends ActorSetup {
  readonly confirm: boolean;
}

export type Strategy =
  | { readonly type: 'manual' }
  | { readonly type: 'immediate' }
  | { readonly type: 'nack' | 'reject'; readonly requeue: boolean; readonly times?: number; readonly then?: string }
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'crashAfter'; readonly deliveries: number; readonly ms?: number };

export interface ConsumerSetup extends ActorSetup {
  readonly queue: string;
  readonly prefetch: number;
  readonly autoAck: boolean;
  readonly exclusive: boolean;
  readonly priority?: number;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly strategy: Strategy;
  readonly log?: string;
  readonly globalPrefetch?: number;
  readonly noQos?: boolean;
}

export interface Published {
  readonly id?: string;
  readonly exchange?: string;
  readonly routingKey?: string;
  readonly mandatory?: boolean;
  readonly persistent?: boolean;
  readonly priority?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly expiration?: string | number;
  readonly bytes?: number;
  readonly CC?: readonly string[];
  readonly BCC?: readonly string[];
}

export interface PublishStep extends Published {
  readonly do: 'publish';
  readonly producer: string;
  readonly count?: number;
  readonly first?: number;
  readonly prefix?: string;
  readonly messages?: readonly Published[];
  readonly paced?: boolean;
  readonly loseConfirms?: boolean;
}

export interface SettleStep {
  readonly do: 'ack' | 'nack' | 'reject';
  readonly consumer?: string;
  readonly getter?: string;
  readonly message?: string;
  readonly delivery?: number;
  readonly tag?: number;
  readonly multiple?: boolean;
  readonly requeue?: boolean;
}

export type Step = { readonly settle?: boolean } & (
  | PublishStep
  | SettleStep
  | { readonly do: 'consume' | 'cancel' | 'recover'; readonly consumer: string }
  | { readonly do: 'qos'; readonly consumer: string; readonly count: number; readonly global: boolean }
  | {
      readonly do: 'get';
      readonly getter: string;
      readonly queue: string;
      readonly count?: number;
      readonly autoAck?: boolean;
    }
  | { readonly do: 'depth'; readonly queues?: readonly string[] }
  | { readonly do: 'exists' | 'drain'; readonly queues: readonly string[]; readonly fields?: string }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'closeChannel' | 'closeConnection' | 'dropConnection';
      readonly actor?: string;
      readonly channel?: string;
      readonly connection?: string;
    }
  | { readonly do: 'restartBroker'; readonly mode: string }
  | { readonly do: 'declareQueue'; readonly queue: QueueSetup; readonly connection?: string }
  | { readonly do: 'declareExchange'; readonly exchange: ExchangeSetup; readonly connection?: string }
  | { readonly do: 'deleteQueue' | 'purge'; readonly queue: string; readonly connection?: string }
  | { readonly do: 'deleteExchange'; readonly exchange: string; readonly connection?: string }
  | ({ readonly do: 'bind' | 'unbind' } & BindingSetup)
);

export interface Setup {
  readonly exchanges: readonly ExchangeSetup[];
  readonly queues: readonly QueueSetup[];
  readonly bindings: readonly BindingSetup[];
  readonly producers: readonly ProducerSetup[];
  readonly consumers: readonly ConsumerSetup[];
  readonly getters: readonly ActorSetup[];
  readonly broker?: Readonly<Record<string, unknown>>;
  readonly record?: readonly string[];
}

export interface History {
  readonly name: string;
  readonly broker: string;
  readonly version: string;
  readonly group: string;
  readonly setup: Setup;
  readonly steps: readonly Step[];
  readonly observed: Readonly<Record<string, unknown>>;
  readonly caution?: string;
}

/** A history from its file's content. Throws an Error that says what is missing. */
export function readHistory(content: Readonly<Record<string, unknown>>, fallbackName: string): History {
  const setup = (content['setup'] ?? {}) as Partial<Setup>;
  const list = <T>(value: readonly T[] | undefined, what: string): readonly T[] => {
    if (value === undefined || Array.isArray(value)) return value ?? [];
    throw new Error(`setup.${what} is not a list`);
  };
  if (!Array.isArray(content['steps'])) throw new Error('steps is not a list');
  if (typeof content['observed'] !== 'object' || content['observed'] === null) throw new Error('observed is missing');
  return {
    name: String(content['name'] ?? fallbackName),
    broker: String(content['broker']),
    version: String(content['version'] ?? ''),
    group: String(content['group'] ?? ''),
    setup: {
      ...setup,
      exchanges: list(setup.exchanges, 'exchanges'),
      queues: list(setup.queues, 'queues'),
      bindings: list(setup.bindings, 'bindings'),
      producers: list(setup.producers, 'producers'),
      consumers: list(setup.consumers, 'consumers'),
      getters: list(setup.getters, 'getters'),
    },
    steps: content['steps'] as Step[],
    observed: content['observed'] as Record<string, unknown>,
    ...(typeof content['caution'] === 'string' ? { caution: content['caution'] } : {}),
  };
}

/** The modelled release that a broker's version falls under. */
export function modelledVersion(version: string): RabbitVersion {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 4) return major === 3 && minor >= 13 ? '3.13' : '3.10';
  return major === 4 && minor < 3 ? '4.0' : '4.3';
}

const KNOWN_SETTINGS: readonly string[] = ['consumer_timeout', 'channel_tick_interval'];
const KNOWN_STEPS: readonly string[] = [
  'publish',
  'ack',
  'nack',
  'reject',
  'consume',
  'cancel',
  'recover',
  'qos',
  'get',
  'depth',
  'exists',
  'drain',
  'wait',
  'closeChannel',
  'closeConnection',
  'dropConnection',
  'restartBroker',
  'declareQueue',
  'declareExchange',
  'deleteQueue',
  'deleteExchange',
  'purge',
  'bind',
  'unbind',
] satisfies readonly Step['do'][];

/** The first thing in a history that the model or the player does not know; null if it can be played. */
export function whyUnsupported(history: History): string | null {
  if (history.broker !== 'rabbitmq') return `the broker "${history.broker}" has no player yet`;
  if (history.caution !== undefined) return `not for conformance: ${history.caution}`;
  const { setup } = history;
  const setting = Object.keys(setup.broker ?? {}).find((name) => !KNOWN_SETTINGS.includes(name));
  if (setting !== undefined) return `the broker setting ${setting} is not modelled`;
  return (
    first(setup.exchanges, whyNotExchange) ??
    first(setup.queues, whyNotQueue) ??
    first(setup.consumers, whyNotConsumer) ??
    first(history.steps, whyNotStep)
  );
}

function first<T>(items: readonly T[], why: (item: T) => string | null): string | null {
  for (const item of items) {
    const answer = why(item);
    if (answer !== null) return answer;
  }
  return null;
}

const KNOWN_TYPES: readonly string[] = ['direct', 'fanout', 'topic', 'headers'];

function whyNotExchange({ type, arguments: args }: ExchangeSetup): string | null {
  if (!KNOWN_TYPES.includes(type)) return type.startsWith('x-') ? `exchanges of type "${type}" are not modelled` : null; // The broker refuses it.
  const other = Object.keys(args ?? {}).find((key) => key !== 'alternate-exchange');
  return other === undefined ? null : `exchange argument ${other} is not modelled`;
}

/** Arguments that a classic queue does not know are refused by the model's broker, as by the real one. */
function whyNotQueue({ arguments: args }: QueueSetup): string | null {
  const type = args?.['x-queue-type'];
  return type === 'quorum' || type === 'stream'
    ? `queue argument x-queue-type=${JSON.stringify(type)} is not modelled`
    : null;
}

function whyNotConsumer({ arguments: args }: ConsumerSetup): string | null {
  const [key] = Object.keys(args ?? {});
  return key === undefined ? null : `consumer argument ${key} is not modelled`;
}

function whyNotStep(step: Step): string | null {
  if (!KNOWN_STEPS.includes(step.do)) return `the step "${step.do}" is not known to the player`;
  switch (step.do) {
    case 'declareQueue':
      return whyNotQueue(step.queue);
    case 'declareExchange':
      return whyNotExchange(step.exchange);
    case 'restartBroker':
      return ['stop_app', 'full', 'kill'].includes(step.mode) ? null : `a restart of mode "${step.mode}" is not known`;
    default:
      return null;
  }
}
