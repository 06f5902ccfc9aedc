import type { Console } from '../engine/trace/console';
import { consoles as databaseConsoles } from './clients/databaseConsole';
import type { BrokerKind } from './configs';
import { consoles as httpConsoles } from './http/console';
import { consoles as kafkaConsoles } from './kafka/console';
import { consoles as rabbitmqConsoles } from './rabbitmq/console';

const CONSOLES: { readonly [Kind in BrokerKind]: readonly Console[] } = {
  rabbitmq: rabbitmqConsoles,
  kafka: kafkaConsoles,
  http: httpConsoles,
};

/** What operators of these kinds of broker would see, all at hand: on the command line and in tests. A page loads it (loaders.ts). */
export const consolesOf = (kinds: readonly BrokerKind[]): Console[] => [
  ...[...new Set(kinds)].flatMap((kind) => CONSOLES[kind]),
  ...databaseConsoles,
];
