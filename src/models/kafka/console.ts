import type { Console, ConsoleLine } from '../../engine/trace/console';
import { clientConsoles, log4j } from './consoleClients';

/**
 * What Kafka's own tools say of a cluster. Table: tools, ConsumerGroupCommand.java, `printOffsets` and
 * `shouldPrintMemberState`; its HOST is left out. Metrics: kafka.apache.org/documentation, "Monitoring";
 * GroupCoordinatorMetrics.java. Lines: the source named at each, of Kafka 4.0.
 */

const COORDINATOR = '[GroupCoordinator id=… topic=__consumer_offsets partition=…] ';
const GROUPS = 'org.apache.kafka.coordinator.group.GroupMetadataManager';

const coordinator = (name: string, text: string, rest: Partial<ConsoleLine> = {}): ConsoleLine => ({
  on: { record: 'fact', name },
  level: 'INFO',
  weight: 'info',
  text: COORDINATOR + text,
  source: GROUPS,
  ...rest,
});

/** GroupMetadataManager.java, `prepareRebalance`. */
const PREPARING =
  'Preparing to rebalance group {group} in state PreparingRebalance with old generation {mark generation} (reason: …).';

const lines: readonly ConsoleLine[] = [
  // KafkaBroker.scala, STARTED_MESSAGE; KafkaRaftServer.scala.
  ...['started', 'restarted'].map((state): ConsoleLine => ({
    on: { record: 'node', state },
    level: 'INFO',
    weight: 'info',
    text: '[KafkaRaftServer nodeId=…] Kafka Server started',
    source: 'kafka.server.KafkaRaftServer',
  })),
  coordinator('first member', PREPARING),
  coordinator('rebalance', PREPARING),
  coordinator('rebalance awaits one', PREPARING),
  coordinator('rebalance awaits several', PREPARING),
  // `completeClassicGroupJoin`
  coordinator('generation', 'Stabilized group {group} generation {value} with {mark members} members.'),
  coordinator('empty group', 'Group {group} with generation {value} is now empty.'),
  // `expireClassicGroupMemberHeartbeat`
  coordinator('member expired', 'Member {value}-… in group {group} has failed, removing it from the group.', {
    value: 'node',
    weight: 'warning',
  }),
  // `classicGroupLeaveToClassicGroup`
  coordinator(
    'member left',
    '[Group {group}] Member {value}-… has left group through explicit `LeaveGroup` request; client reason: …',
    { value: 'node' },
  ),
  // TransactionCoordinator.scala, `onEndTransactionComplete`.
  {
    on: { record: 'fact', name: 'transaction timeout' },
    level: 'INFO',
    weight: 'warning',
    text: '[TransactionCoordinator id=…] Completed rollback of ongoing transaction for transactionalId … due to timeout',
    source: 'kafka.coordinator.transaction.TransactionCoordinator',
  },
  // ReplicaManager.scala, `appendToLocalLog`; ProducerAppendInfo.java, `checkSequence`.
  {
    on: { record: 'fact', name: 'out of order' },
    level: 'ERROR',
    weight: 'error',
    text:
      '[ReplicaManager broker=…] Error processing append operation on partition {topic}-{partition}\n' +
      'org.apache.kafka.common.errors.OutOfOrderSequenceException: Out of order sequence number for producer … at ' +
      'offset … in partition {topic}-{partition}: {value} (incoming seq. number), … (current end sequence number)',
    source: 'kafka.server.ReplicaManager',
  },
];

const broker: Console = {
  model: 'kafka',
  title: 'Kafka',
  reader: 'assigned to',
  tables: [
    {
      command: 'kafka-consumer-groups.sh --bootstrap-server {node}:9092 --describe --all-groups',
      rows: 'group',
      columns: [
        { title: 'GROUP', cell: { is: 'text', text: '{group}' } },
        { title: 'TOPIC', cell: { is: 'text', text: '{topic}' } },
        { title: 'PARTITION', cell: { is: 'text', text: '{partition}' } },
        {
          title: 'CURRENT-OFFSET',
          help: 'The offset that the group has committed: where it would read on',
          cell: { is: 'mark', name: 'committed', none: '-' },
        },
        {
          title: 'LOG-END-OFFSET',
          help: 'The offset that the next record gets',
          cell: { is: 'mark', name: 'high watermark', none: '0' },
        },
        {
          title: 'LAG',
          help: 'The one minus the other: what is not committed, done or not',
          cell: { is: 'behind', end: 'high watermark', of: 'committed', none: '-' },
        },
        { title: 'CONSUMER-ID', cell: { is: 'text', text: '{reader}-…', none: '-' } },
        { title: 'CLIENT-ID', cell: { is: 'text', text: '{reader}', none: '-' } },
      ],
      notices: [
        { mark: 'members', is: 0, text: "Consumer group '{group}' has no active members." },
        { mark: 'rebalancing', is: 1, text: "Warning: Consumer group '{group}' is rebalancing." },
      ],
    },
  ],
  metrics: [
    {
      name: 'kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec Count',
      each: 'node',
      kind: 'counter',
      figure: { is: 'count', of: { put: 'log' } },
      help: 'Records appended',
    },
    {
      name: 'kafka.server:type=BrokerTopicMetrics,name=FailedProduceRequestsPerSec Count',
      each: 'node',
      kind: 'counter',
      figure: { is: 'count', of: { sent: ['produce-error'] } },
      help: 'Produce requests that it refused',
    },
    {
      name: 'kafka.coordinator.group:type=GroupMetadataManager,name=NumGroupsPreparingRebalance',
      each: 'node',
      kind: 'gauge',
      figure: { is: 'owners', mark: 'rebalancing' },
      help: 'Groups that rebalance just now: nobody in them gets records',
    },
    {
      name: 'kafka.server:type=group-coordinator-metrics group-completed-rebalance-count',
      each: 'node',
      kind: 'counter',
      figure: { is: 'count', of: { facts: ['generation'] } },
      help: 'The total number of classic group completed rebalances',
    },
  ],
  log: log4j('logs/server.log', lines),
};

export const consoles: readonly Console[] = [broker, ...clientConsoles];
