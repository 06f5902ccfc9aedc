import { beforeAll, describe, expect, test } from 'vitest';
import { readOperatorBook, type OperatorBook } from '../analysis/operator/book';
import type { LineView } from '../analysis/operator/lines';
import { unseenAt } from '../analysis/operator/unseen';
import { Reading } from '../analysis/reading';
import { foldTo, newFolding } from '../analysis/scene/fold';
import type { Scene } from '../analysis/scene/scene';
import { tellingOf } from '../analysis/sentences';
import { atOnce } from '../analysis/work';
import { consolesOf } from '../models/allConsoles';
import { run, type Run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';

/** What operators see of the catalogue's runs, under the real names. */

interface Seen {
  readonly made: Run;
  readonly reading: Reading;
  readonly book: OperatorBook;
  readonly view: LineView;
}

function seen(id: string, variant?: string, faults?: readonly FaultFile[]): Seen {
  const file = catalogue.find((each) => each.id === id)!;
  const made = run(
    load(file, { ...(variant === undefined ? {} : { variant }), ...(faults === undefined ? {} : { faults }) }),
  );
  const reading = new Reading(made.trace, made.header);
  const book = atOnce(readOperatorBook(reading, consolesOf(['rabbitmq', 'kafka', 'http'])));
  return { made, reading, book, view: book.lines.view({ systems: null, weights: null }) };
}

function sceneAt({ made, reading }: Seen, at: number): Scene {
  const folding = newFolding(made.trace, made.header, reading);
  let told = 0;
  while (told < made.trace.length && made.trace.timeAt(told) <= at) told += 1;
  foldTo(folding, told);
  folding.scene.at = at;
  return folding.scene;
}

const linesUpTo = ({ view }: Seen, { seq }: Scene): string[] =>
  Array.from({ length: view.countAt(seq) }, (_, index) => view.row(index).text);

const tableAt = ({ book }: Seen, scene: Scene, command: string): string[][] =>
  book
    .tablesAt(scene)
    .find((table) => table.command.startsWith(command))!
    .rows.map((cells) => cells.map(({ text }) => text));

const metricAt = ({ book }: Seen, { seq }: Scene, name: string): number =>
  book.metrics.find((metric) => metric.name.startsWith(name))!.steps.at(seq);

const end = ({ made }: Seen): number => made.trace.timeAt(made.trace.length - 1);

describe('a lost ack at RabbitMQ', () => {
  let home: Seen;
  beforeAll(() => {
    home = seen('at-least-once');
  });

  test('the queue stands in list_queues as the broker counts it, with its consumers', () => {
    expect(tableAt(home, sceneAt(home, 2_980_000), 'rabbitmqctl list_queues')).toEqual([
      ['order-processing-queue', '0', '1', '1', '2'],
    ]);
    expect(tableAt(home, sceneAt(home, end(home)), 'rabbitmqctl list_queues')).toEqual([
      ['order-processing-queue', '0', '0', '0', '3'],
    ]);
  });

  test('the log says that a client was gone, in RabbitMQ’s words and at the run’s own time of day', () => {
    const warnings = home.book.lines.view({ systems: null, weights: ['warning', 'error'] });
    expect([warnings.row(0).text, warnings.row(1).text]).toEqual([
      "2026-01-01 00:00:02.374104+00:00 [warning] <…> closing AMQP connection <…> (payment-3:… -> rabbitmq:5672 - payment-3, vhost: '/', user: '…', duration: '…'):",
      '2026-01-01 00:00:02.374104+00:00 [warning] <…> client unexpectedly closed TCP connection',
    ]);
    expect(warnings.count).toBe(2);
  });

  test('the redelivery is a figure, and that the order was charged twice is none', () => {
    const scene = sceneAt(home, end(home));
    expect(metricAt(home, scene, 'rabbitmq_global_messages_redelivered_total')).toBe(1);
    expect(metricAt(home, scene, 'rabbitmq_global_messages_delivered_total')).toBe(6);
    expect(unseenAt(tellingOf(home.reading), scene).map(({ text }) => text)).toEqual(['order 3 was charged twice']);
    expect(linesUpTo(home, scene).join('\n')).not.toMatch(/charged|twice/);
  });

  test('what is done and not yet acked is told, since the broker cannot', () => {
    const said = unseenAt(tellingOf(home.reading), sceneAt(home, 2_980_000)).map(({ text }) => text);
    expect(said).toContain('order 3, still unacked, is done already');
  });
});

test('a node that is down answers no command, and one that starts again counts from 0', () => {
  const crashed = seen('at-least-once', undefined, [
    { when: { at: '2s' }, what: 'crash', whom: 'rabbitmq', for: '1s' },
  ]);
  const before = sceneAt(crashed, 1_990_000);
  expect(metricAt(crashed, before, 'rabbitmq_global_messages_received_total')).toBeGreaterThan(0);
  const down = sceneAt(crashed, 2_500_000);
  const [queues] = crashed.book.tablesAt(down);
  expect(queues!.rows).toEqual([]);
  expect(queues!.error).toContain("unable to perform an operation on node 'rabbit@rabbitmq'");
  expect(crashed.book.metricsAt(down).filter(({ system }) => system.name === 'RabbitMQ')).toEqual([]);
  expect(metricAt(crashed, sceneAt(crashed, 3_000_000), 'rabbitmq_global_messages_received_total')).toBe(0);
});

describe('a consumer of Kafka that slept too long', () => {
  let zombie: Seen;
  beforeAll(() => {
    zombie = seen('zombie-consumer');
  });

  test('its group is described as kafka-consumer-groups.sh does, partition by partition', () => {
    expect(tableAt(zombie, sceneAt(zombie, 8_000_000), 'kafka-consumer-groups.sh')).toEqual([
      ['billing', 'orders', '0', '-', '3', '-', 'billing-2-…', 'billing-2'],
      ['billing', 'orders', '1', '3', '3', '0', 'billing-2-…', 'billing-2'],
    ]);
  });

  test('while it rebalances nobody reads, and the command warns', () => {
    const scene = sceneAt(zombie, 7_400_000);
    const [table] = zombie.book.tablesAt(scene);
    expect(table!.notices).toEqual(["Warning: Consumer group 'billing' is rebalancing."]);
    expect(table!.rows.map((cells) => cells[6]!.text)).toEqual(['-', '-']);
    expect(metricAt(zombie, scene, 'kafka.coordinator.group:')).toBe(1);
  });

  test('the coordinator gives it up, and its commit fails when it wakes', () => {
    const text = linesUpTo(zombie, sceneAt(zombie, end(zombie))).join('\n');
    expect(text).toContain('Member billing-1-… in group billing has failed, removing it from the group.');
    expect(text).toContain('Stabilized group billing generation 2 with 1 members.');
    expect(text).toContain('failed due to UNKNOWN_MEMBER_ID, resetting generation');
    expect(text).toContain(
      'org.apache.kafka.clients.consumer.CommitFailedException: Commit cannot be completed since the group has already rebalanced',
    );
  });
});

test('all lag is gone, and so are the orders: what auto-commit lost is in no figure', () => {
  const lossy = seen('auto-commit-loss');
  const scene = sceneAt(lossy, end(lossy));
  for (const row of tableAt(lossy, scene, 'kafka-consumer-groups.sh')) expect(row[5]).toBe('0');
  expect(unseenAt(tellingOf(lossy.reading), scene)[0]!.text).toMatch(/are lost: nobody will do the work any more/);
});

test('an HTTP server logs its answers as Tomcat does, with how long each took', () => {
  const call = seen('sync-http');
  const lines = linesUpTo(call, sceneAt(call, end(call)));
  expect(lines[0]).toMatch(/^order-service - - \[01\/Jan\/2026:00:00:01 \+0000\] "POST … HTTP\/1\.1" 200 … \d+$/);
  const statuses = lines.filter((line) => line.startsWith('customers')).map((line) => / (\d{3}) … /.exec(line)![1]!);
  const { beliefs } = call.made.summary;
  expect(statuses.filter((status) => status === '201')).toHaveLength(beliefs.acknowledged);
});

test('a second row under a unique key is an error in PostgreSQL’s log', () => {
  const race = seen('idempotent-consumer-race', 'unique-key');
  const errors = race.book.lines.view({ systems: null, weights: ['error'] });
  const texts = Array.from({ length: errors.count }, (_, index) => errors.row(index).text);
  expect(texts.join('\n')).toMatch(
    /^2026-01-01 00:00:\d\d\.\d{3} UTC \[…\] ERROR: {2}duplicate key value violates unique constraint "processed_orders_…"\n.*DETAIL: {2}Key \(order_id\)=\(order-\d+\) already exists\.$/m,
  );
});

describe('in every scenario', () => {
  test.each(catalogue.map(({ id }) => id))('%s: figures are what the scene shows, and texts are whole', (id) => {
    const each = seen(id);
    const scene = sceneAt(each, end(each));
    for (const table of each.book.tablesAt(scene))
      for (const cells of table.rows) for (const { text } of cells) expect(text).not.toMatch(/[{}]|undefined|NaN/);
    for (const text of linesUpTo(each, scene)) expect(text).not.toMatch(/\{[a-z]+\}|undefined|NaN/);
    for (const metric of each.book.metrics) {
      expect(metric.name).not.toContain('{node}');
      expect(metric.steps.at(scene.seq)).not.toBeLessThan(0);
      const { place } = metric.row;
      if (metric.of.figure.is === 'resting' && place !== -1)
        expect(metric.steps.at(scene.seq)).toBe(scene.places[place]!.count);
    }
  });
});
