import { writeFile } from '../../scenario/write';
import type { ScenarioFile } from '../../scenario/schema/scenario';

/** A scenario to begin one's own from. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** The built-in scenario whose parts it has. */
  readonly from: string;
}

export const TEMPLATES: readonly Template[] = [
  { id: 'work-queue', title: 'Work queue', note: 'One queue, three workers, a table', from: 'at-least-once' },
  { id: 'fan-out', title: 'Fan-out', note: 'One exchange, a queue for each subscriber', from: 'user-signup' },
  {
    id: 'log',
    title: 'Log with consumer groups',
    note: 'A topic with partitions, read by two groups',
    from: 'order-events',
  },
  {
    id: 'transaction',
    title: 'Read, process, write',
    note: 'A transaction from topic to topic',
    from: 'kafka-exactly-once',
  },
];

/** A template's text: who is there and what they do, without what the scenario it comes from tells and tries. */
export function textOf({ id, title, from }: Template, catalogue: readonly ScenarioFile[]): string {
  const model = catalogue.find((file) => file.id === from)!;
  return writeFile(bareOf(model, `my-${id}`, `My ${title.toLowerCase()}`));
}

function bareOf(model: ScenarioFile, id: string, title: string): ScenarioFile {
  const { noun, brokers, producers, consumers, databases, network, subscriptions, programs } = model;
  const used = new Set((consumers ?? []).map(({ program }) => program as string));
  return {
    format: 1,
    id,
    title,
    claim: 'What you claim of it.',
    ...{ noun, seed: 1, until: model.until },
    ...{ brokers, producers, consumers, databases, network, subscriptions },
    programs: Object.fromEntries(Object.entries(programs ?? {}).filter(([name]) => used.has(name))),
    faults: [],
  } as ScenarioFile;
}
