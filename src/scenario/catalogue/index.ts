import type { ScenarioFile } from '../schema/scenario';
import { atLeastOnce } from './at-least-once';
import { atMostOnceConsumer } from './at-most-once-consumer';
import { idempotentConsumer } from './idempotent-consumer';
import { idempotentConsumerRace } from './idempotent-consumer-race';
import { orderEvents } from './order-events';
import { orderProcessing } from './order-processing';

/** The built-in scenarios, in the order they are shown. A file's name is its scenario's id. */
export const catalogue: readonly ScenarioFile[] = [
  orderProcessing,
  orderEvents,
  atMostOnceConsumer,
  atLeastOnce,
  idempotentConsumer,
  idempotentConsumerRace,
];

/** The scenario that the page opens with. */
export const HOME = 'at-least-once';
