import type { ScenarioFile } from '../schema/scenario';
import { asyncProcessing } from './async-processing';
import { atLeastOnce } from './at-least-once';
import { atLeastOnceProducer } from './at-least-once-producer';
import { atMostOnceConsumer } from './at-most-once-consumer';
import { atMostOnceProducer } from './at-most-once-producer';
import { autoCommitDuplicate } from './auto-commit-duplicate';
import { autoCommitLoss } from './auto-commit-loss';
import { backpressure } from './backpressure';
import { buffering } from './buffering';
import { deadLetterQueue } from './dead-letter-queue';
import { decoupling } from './decoupling';
import { dlqPublishThenCrash } from './dlq-publish-then-crash';
import { exactlyOnceLimits } from './exactly-once-limits';
import { idempotentConsumer } from './idempotent-consumer';
import { idempotentConsumerRace } from './idempotent-consumer-race';
import { kafkaExactlyOnce } from './kafka-exactly-once';
import { kafkaIdempotentProducer } from './kafka-idempotent-producer';
import { orderEvents } from './order-events';
import { orderProcessing } from './order-processing';
import { poisonMessage } from './poison-message';
import { queueDepthAlert } from './queue-depth-alert';
import { replay } from './replay';
import { resilience } from './resilience';
import { scalability } from './scalability';
import { syncHttp } from './sync-http';
import { userSignup } from './user-signup';
import { whenNotToQueue } from './when-not-to-queue';
import { zombieConsumer } from './zombie-consumer';

/** The built-in scenarios, in the order they are shown. A file's name is its scenario's id. */
export const catalogue: readonly ScenarioFile[] = [
  syncHttp,
  decoupling,
  buffering,
  resilience,
  scalability,
  asyncProcessing,
  orderProcessing,
  userSignup,
  orderEvents,
  atMostOnceProducer,
  atMostOnceConsumer,
  atLeastOnce,
  atLeastOnceProducer,
  idempotentConsumer,
  idempotentConsumerRace,
  kafkaIdempotentProducer,
  kafkaExactlyOnce,
  exactlyOnceLimits,
  autoCommitDuplicate,
  autoCommitLoss,
  zombieConsumer,
  replay,
  deadLetterQueue,
  poisonMessage,
  dlqPublishThenCrash,
  queueDepthAlert,
  backpressure,
  whenNotToQueue,
];

/** The scenario that the page opens with. */
export const HOME = 'at-least-once';
