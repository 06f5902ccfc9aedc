import type { Console, ConsoleLine, ConsoleMetric } from '../../engine/trace/console';

/**
 * What RabbitMQ's own tools say. Tables: rabbitmqctl(8), "list_queues", "list_connections". Metrics:
 * deps/rabbitmq_prometheus, metrics.md; those of queues stand at /metrics/per-object. Lines: the source named at each,
 * of rabbitmq-server 4.x; format and times seen at a node of 3.10. A host stands by its name, as with
 * `reverse_dns_lookups = true`, and each client gives its name (connection_name).
 */

/** Who is connected: `10.0.0.7:50562 -> 10.0.0.2:5672 - payment-1`. rabbit_reader.erl, `dynamic_connection_name`. */
const CONNECTION = "{peer}:… -> {node}:5672 - {peer}, vhost: '/', user: '…', duration: '…'";

const lines: readonly ConsoleLine[] = [
  // rabbit.erl, `log_broker_started`.
  {
    on: { record: 'node', state: 'started' },
    level: 'info',
    weight: 'info',
    text: 'Server startup complete; … plugins started.',
  },
  {
    on: { record: 'node', state: 'restarted' },
    level: 'info',
    weight: 'info',
    text: 'Server startup complete; … plugins started.',
  },
  // rabbit_reader.erl, `mainloop`; `handle_method0` of connection.open.
  {
    on: { record: 'fact', name: 'connection-accepted' },
    level: 'info',
    weight: 'info',
    value: 'connection',
    text:
      'accepting AMQP connection {peer}:… -> {node}:5672\n' +
      "connection {peer}:… -> {node}:5672 - {peer}: user '…' authenticated and granted access to vhost '/'",
  },
  // rabbit_reader.erl, `start_connection`: closed in order.
  {
    on: { record: 'fact', name: 'connection-ended' },
    level: 'info',
    weight: 'info',
    value: 'connection',
    connection: 'closed',
    text: `closing AMQP connection (${CONNECTION})`,
  },
  // rabbit_reader.erl, `log_connection_exception`.
  {
    on: { record: 'fact', name: 'connection-ended' },
    level: 'warning',
    weight: 'warning',
    value: 'connection',
    connection: 'reset',
    text: `closing AMQP connection <…> (${CONNECTION}):\nclient unexpectedly closed TCP connection`,
  },
  {
    on: { record: 'fact', name: 'missed-heartbeats' },
    level: 'error',
    weight: 'error',
    value: 'connection',
    text:
      "closing AMQP connection <…> ({peer}:… -> {node}:5672 - {peer}, duration: '…'):\n" +
      'missed heartbeats from client, timeout: …s',
  },
  // rabbit_channel.erl, `handle_exception`; rabbit_reader.erl, `format_soft_error`.
  {
    on: { record: 'sent', packet: 'channel-closed' },
    level: 'error',
    weight: 'error',
    text:
      "Channel error on connection <…> ({peer}:… -> {node}:5672, vhost: '/', user: '…'), channel …:\n" +
      'operation … caused a channel exception {exception}',
  },
  // vm_memory_monitor.erl, `emit_update_info`; rabbit_alarm.erl, `handle_set_resource_alarm`.
  {
    on: { record: 'fact', name: 'memory-alarm' },
    level: 'warning',
    weight: 'error',
    text:
      'memory resource limit alarm set on node rabbit@{node}.\n\n' +
      '**********************************************************\n' +
      '*** Publishers will be blocked until this alarm clears ***\n' +
      '**********************************************************\n',
  },
  // rabbit_alarm.erl, `handle_clear_resource_alarm`.
  {
    on: { record: 'fact', name: 'memory-free' },
    level: 'warning',
    weight: 'warning',
    text:
      'memory resource limit alarm cleared on node rabbit@{node}\n' +
      'memory resource limit alarm cleared across the cluster',
  },
  // rabbit_dead_letter.erl, `log_cycle_once`. The list itself is not in the trace.
  {
    on: { record: 'fact', name: 'dead-letter-cycle' },
    level: 'warning',
    weight: 'warning',
    text:
      'Message dropped because the following list of queues (ordered by death recency) contains a dead letter ' +
      "cycle without reason 'rejected'. This list will not be logged again: …",
  },
];

const ofQueue = (name: string): string => `${name}{vhost="/",queue="{place}"}`;

const metrics: readonly ConsoleMetric[] = [
  {
    name: ofQueue('rabbitmq_queue_messages_ready'),
    each: 'slots',
    kind: 'gauge',
    figure: { is: 'resting' },
    help: 'Messages ready to be delivered to consumers',
  },
  {
    name: ofQueue('rabbitmq_queue_messages_unacked'),
    each: 'slots',
    kind: 'gauge',
    figure: { is: 'held' },
    help: 'Messages delivered to consumers but not yet acknowledged',
  },
  {
    name: ofQueue('rabbitmq_queue_messages'),
    each: 'slots',
    kind: 'gauge',
    figure: { is: 'total' },
    help: 'Sum of ready and unacknowledged messages - total queue depth',
  },
  {
    name: ofQueue('rabbitmq_queue_consumers'),
    each: 'slots',
    kind: 'gauge',
    figure: { is: 'mark', name: 'consumers', none: '0' },
    help: 'Consumers on a queue',
  },
  {
    name: 'rabbitmq_connections',
    each: 'node',
    kind: 'gauge',
    figure: {
      is: 'difference',
      of: { facts: ['connection-accepted'] },
      less: { facts: ['connection-ended'] },
    },
    help: 'Connections currently open',
  },
  {
    name: 'rabbitmq_connections_closed_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { facts: ['connection-ended'] } },
    help: 'Total number of connections closed or terminated',
  },
  {
    name: 'rabbitmq_global_messages_received_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { arrived: ['publish'] } },
    help: 'Total number of messages received from clients',
  },
  {
    name: 'rabbitmq_global_messages_confirmed_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { sent: ['confirm'], messages: true } },
    help: 'Total number of messages confirmed to publishers',
  },
  {
    name: 'rabbitmq_global_messages_delivered_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { sent: ['deliver'] } },
    help: 'Total number of messages delivered to consumers',
  },
  {
    name: 'rabbitmq_global_messages_redelivered_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { sent: ['deliver'], noted: 'redelivered' } },
    help: 'Total number of messages redelivered to consumers',
  },
  {
    name: 'rabbitmq_global_messages_acknowledged_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { arrived: ['ack'], messages: true } },
    help: 'Total number of messages acknowledged by consumers',
  },
  {
    name: 'rabbitmq_global_messages_unroutable_returned_total',
    each: 'node',
    kind: 'counter',
    figure: { is: 'count', of: { sent: ['return'] } },
    help: 'Total number of messages published as mandatory into an exchange and returned to the publisher as unroutable',
  },
  {
    name: 'rabbitmq_alarms_memory_used_watermark',
    each: 'node',
    kind: 'gauge',
    figure: { is: 'between', from: 'memory-alarm', to: 'memory-free' },
    help: 'is 1 if VM memory watermark alarm is in effect',
  },
];

const broker: Console = {
  model: 'rabbitmq',
  title: 'RabbitMQ',
  tables: [
    {
      command: 'rabbitmqctl list_queues name messages_ready messages_unacknowledged messages consumers',
      rows: 'slots',
      columns: [
        { title: 'name', cell: { is: 'text', text: '{place}' } },
        {
          title: 'messages_ready',
          help: 'Ready, on the management page: what waits for a consumer',
          cell: { is: 'resting' },
        },
        {
          title: 'messages_unacknowledged',
          help: 'Unacked, on the management page: delivered, and no ack yet',
          cell: { is: 'held' },
        },
        { title: 'messages', help: 'Total, on the management page', cell: { is: 'total' } },
        { title: 'consumers', cell: { is: 'mark', name: 'consumers', none: '0' } },
      ],
      // rabbitmq_cli, `DefaultOutput`, on a node that cannot be reached; seen at 3.10.
      down: "Error: unable to perform an operation on node 'rabbit@{node}'. Please see diagnostics information and suggestions below.",
    },
    {
      command: 'rabbitmqctl list_connections peer_host state',
      rows: 'client',
      columns: [
        { title: 'peer_host', cell: { is: 'text', text: '{peer}' } },
        {
          title: 'state',
          cell: {
            is: 'state',
            otherwise: 'running',
            after: [
              { packet: 'connection-blocked', text: 'blocked' },
              { packet: 'connection-unblocked', text: 'running' },
            ],
          },
        },
      ],
      down: "Error: unable to perform an operation on node 'rabbit@{node}'. Please see diagnostics information and suggestions below.",
    },
  ],
  metrics,
  log: {
    path: '/var/log/rabbitmq/rabbit@{node}.log',
    stamp: 'YYYY-MM-DD hh:mm:ss.uuuuuu+00:00',
    line: '{stamp} [{level}] <…> {text}',
    repeats: true,
    lines,
  },
};

export const consoles: readonly Console[] = [broker];
