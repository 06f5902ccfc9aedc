import type { Console, ConsoleLine, ConsoleLog, ConsoleMetric } from '../../engine/trace/console';

/**
 * What Kafka's Java clients log and count. The source of each line is the class that it names, kafka-clients 4.0;
 * the pattern is that of config/log4j.properties, `[%d] %p %m (%c)`. Each client's client.id is its name.
 */

const CONSUMER = '[Consumer clientId={node}, groupId={group}] ';
const PRODUCER = '[Producer clientId={node}] ';
const INTERNALS = 'org.apache.kafka.clients.consumer.internals.';
const SENDER = 'org.apache.kafka.clients.producer.internals.Sender';
const TRANSACTIONS = 'org.apache.kafka.clients.producer.internals.TransactionManager';
const NETWORK = 'org.apache.kafka.clients.NetworkClient';
const GENERATION = "Generation{generationId={mark generation}, memberId='{node}-…', protocol='…'}";

const info = (line: Omit<ConsoleLine, 'level' | 'weight'>): ConsoleLine => ({ level: 'INFO', weight: 'info', ...line });
const warning = (line: Omit<ConsoleLine, 'level' | 'weight'>): ConsoleLine => ({
  level: 'WARN',
  weight: 'warning',
  ...line,
});
const thrown = (line: Omit<ConsoleLine, 'level' | 'weight' | 'isThrown'>): ConsoleLine => ({
  level: '',
  weight: 'error',
  isThrown: true,
  ...line,
});

/** How a log of these clients looks. */
export const log4j = (path: string, lines: readonly ConsoleLine[]): ConsoleLog => ({
  path,
  stamp: 'YYYY-MM-DD hh:mm:ss,mmm',
  line: '[{stamp}] {level} {text} ({source})',
  repeats: false,
  lines,
});

const refused = (prefix: string): ConsoleLine =>
  warning({
    on: { record: 'connection', state: 'refused' },
    text: `${prefix}Connection to node … ({peer}/…:9092) could not be established. Node may not be available.`,
    source: NETWORK,
  });

const EXPELLED = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'] as const;
/** Errors.java. */
const MEANING: Readonly<Record<(typeof EXPELLED)[number], string>> = {
  UNKNOWN_MEMBER_ID: 'The coordinator is not aware of this member.',
  ILLEGAL_GENERATION: 'Specified group generation id is not valid.',
};

/** CommitFailedException.java. */
const COMMIT_FAILED =
  'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. ' +
  'This means that the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, ' +
  'which typically implies that the poll loop is spending too much time message processing. You can address this ' +
  'either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with ' +
  'max.poll.records.';

const consumerLines: readonly ConsoleLine[] = [
  info({
    on: { record: 'sent', packet: 'join' },
    text: `${CONSUMER}(Re-)joining group`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  info({
    on: { record: 'arrived', packet: 'join-answer' },
    noted: null,
    text: `${CONSUMER}Successfully joined group with generation ${GENERATION}`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  info({
    on: { record: 'arrived', packet: 'join-answer' },
    noted: null,
    text: `${CONSUMER}Adding newly assigned partitions: {assigned}`,
    source: `${INTERNALS}ConsumerRebalanceListenerInvoker`,
  }),
  info({
    on: { record: 'sent', packet: 'list-offsets' },
    text: `${CONSUMER}Found no committed offset for partition …`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  info({
    on: { record: 'arrived', packet: 'heartbeat-answer' },
    noted: { name: 'error', among: ['REBALANCE_IN_PROGRESS'] },
    text: `${CONSUMER}Request joining group due to: group is already rebalancing`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  info({
    on: { record: 'arrived', packet: 'heartbeat-answer' },
    noted: { name: 'error', among: EXPELLED },
    text: `${CONSUMER}Attempt to heartbeat with Generation{generationId=…, memberId='{node}-…', protocol='…'} and group instance id … failed due to {error}, resetting generation`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  warning({
    on: { record: 'fact', name: 'not polled' },
    text:
      `${CONSUMER}consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer ` +
      'than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time ' +
      'processing messages. You can address this either by increasing max.poll.interval.ms or by reducing the maximum ' +
      'size of batches returned in poll() with max.poll.records.',
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  ...EXPELLED.map((error) =>
    info({
      on: { record: 'arrived', packet: 'commit-error' },
      noted: { name: 'error', among: [error] },
      text: `${CONSUMER}OffsetCommit failed with Generation{generationId=…, memberId='{node}-…', protocol='…'}: ${MEANING[error]}`,
      source: `${INTERNALS}ConsumerCoordinator`,
    }),
  ),
  thrown({
    on: { record: 'fact', name: 'commit failed' },
    about: 'message',
    noted: { name: 'error', among: EXPELLED },
    text: `org.apache.kafka.clients.consumer.CommitFailedException: ${COMMIT_FAILED}`,
  }),
  warning({
    on: { record: 'fact', name: 'commit failed' },
    about: 'none',
    noted: { name: 'error', among: EXPELLED },
    text: `${CONSUMER}Asynchronous auto-commit of offsets {…} failed: ${COMMIT_FAILED}`,
    source: `${INTERNALS}ConsumerCoordinator`,
  }),
  thrown({
    on: { record: 'fact', name: 'no offset' },
    text: 'org.apache.kafka.clients.consumer.NoOffsetForPartitionException: Undefined offset with no reset policy for partitions: […]',
  }),
  refused(CONSUMER),
];

const producerLines: readonly ConsoleLine[] = [
  warning({
    on: { record: 'fact', name: 'retry' },
    after: 'arrived',
    noted: { name: 'error' },
    text: `${PRODUCER}Got error produce response with correlation id … on topic-partition …, retrying (… attempts left). Error: {error}`,
    source: SENDER,
  }),
  warning({
    on: { record: 'fact', name: 'retry' },
    after: 'connection',
    text: `${PRODUCER}Got error produce response with correlation id … on topic-partition …, retrying (… attempts left). Error: NETWORK_EXCEPTION. Error Message: Disconnected from node …`,
    source: SENDER,
  }),
  info({
    on: { record: 'fact', name: 'request timeout' },
    text: `${PRODUCER}Disconnecting from node … due to request timeout.`,
    source: NETWORK,
  }),
  // Sender.java, `sendProducerData`.
  thrown({
    on: { record: 'fact', name: 'delivery timeout' },
    text: 'org.apache.kafka.common.errors.TimeoutException: Expiring … record(s) for …:… ms has passed since batch creation',
  }),
  // BufferPool.java, `allocate`.
  thrown({
    on: { record: 'fact', name: 'max block' },
    text: 'org.apache.kafka.clients.producer.BufferExhaustedException: Failed to allocate … bytes within the configured max blocking time … ms. Total memory: … bytes. Available memory: … bytes. Poolable size: … bytes',
  }),
  info({
    on: { record: 'fact', name: 'epoch bumped' },
    text: `${PRODUCER}ProducerId set to … with epoch {value}`,
    source: TRANSACTIONS,
  }),
  info({
    on: { record: 'fact', name: 'transaction failed' },
    text: `${PRODUCER}Transiting to abortable error state due to …`,
    source: TRANSACTIONS,
  }),
  // Errors.java, PRODUCER_FENCED.
  {
    on: { record: 'fact', name: 'producer fenced' },
    level: 'INFO',
    weight: 'error',
    text: `${PRODUCER}Transiting to fatal error state due to org.apache.kafka.common.errors.ProducerFencedException: There is a newer producer with the same transactionalId which fences the current one.`,
    source: TRANSACTIONS,
  },
];

const ofProducer = (name: string): string => `kafka.producer:type=producer-metrics,client-id={node} ${name}`;

/** SenderMetricsRegistry.java, RecordAccumulator.java, BufferPool.java. */
const producerMetrics: readonly ConsoleMetric[] = [
  {
    name: ofProducer('record-send-total'),
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { sent: ['produce'], messages: true } },
    help: 'The total number of records sent. One that is sent again counts again',
  },
  {
    name: ofProducer('record-error-total'),
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { learned: 'failed' } },
    help: 'The total number of record sends that resulted in errors',
  },
  {
    name: ofProducer('waiting-threads'),
    each: 'node',
    kind: 'gauge',
    figure: { is: 'between', from: 'send blocks', to: 'send goes on' },
    help: 'The number of user threads blocked waiting for buffer memory to enqueue their records',
  },
  {
    name: ofProducer('buffer-exhausted-total'),
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { facts: ['max block'] } },
    help: 'The total number of record sends that are dropped due to buffer exhaustion',
  },
];

const ofConsumer = (type: string, name: string): string => `kafka.consumer:type=${type},client-id={node} ${name}`;

/** FetchMetricsRegistry.java, ConsumerCoordinator.java, AbstractCoordinator.java. */
const consumerMetrics: readonly ConsoleMetric[] = [
  {
    name: ofConsumer('consumer-fetch-manager-metrics', 'records-lag-max'),
    each: 'node',
    kind: 'gauge',
    figure: {
      is: 'lag known',
      end: 'high watermark',
      of: 'position',
      packets: ['fetch-answer', 'fetch-empty'],
    },
    help: 'The maximum lag in terms of number of records for any partition: of what poll() has returned, not of what is committed',
  },
  {
    name: ofConsumer('consumer-fetch-manager-metrics', 'records-consumed-total'),
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { arrived: ['fetch-answer'], messages: true } },
    help: 'The total number of records consumed',
  },
  {
    name: ofConsumer('consumer-coordinator-metrics', 'commit-total'),
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { arrived: ['commit-answer'] } },
    help: 'The total number of commit calls',
  },
];

export const clientConsoles: readonly Console[] = [
  {
    model: 'kafka-consumer',
    title: 'Kafka consumer',
    reader: 'assigned to',
    tables: [],
    metrics: consumerMetrics,
    log: log4j("the application's log", [...consumerLines, ...producerLines]),
  },
  {
    model: 'kafka-producer',
    title: 'Kafka producer',
    tables: [],
    metrics: producerMetrics,
    log: log4j("the application's log", [...producerLines, refused(PRODUCER)]),
  },
];
