import { kafka } from './kafka';
import type { AnyBrokerModel } from './ports';
import { rabbitmq } from './rabbitmq';
import type { BrokerKind } from './configs';

/** Kind of broker → its model. With configs.ts, the only file that names all brokers. */
export const models: { readonly [Kind in BrokerKind]: AnyBrokerModel } = { rabbitmq, kafka };
