import type { Actor, Self } from '../../engine/actor';
import type { Vocabulary } from '../../engine/trace/header';
import { word } from '../../engine/trace/words';
import { NONE, type Micros, type NodeId } from '../../engine/units';
import { scrapeVocabulary, type ScrapePacket } from '../ports';

/**
 * What watches a queue from outside: it asks every so often how much waits, and raises an alert when that is too
 * much for too long. Between two thresholds it stays as it is (hysteresis), so that a depth that wavers around one of
 * them does not ring again and again. Source: Prometheus documentation, "Alerting rules" (`for`), "Configuration"
 * (`scrape_interval`); rabbitmq.com/docs/prometheus, rabbitmq.com/docs/monitoring.
 */
export interface MonitorConfig {
  readonly broker: NodeId;
  /** The queue, as the broker calls it. */
  readonly of: string;
  readonly every: Micros;
  /** The depth from which on the alert is raised, if it is seen for so long. */
  readonly raise: number;
  readonly for: Micros;
  /** The depth at which it is cleared. */
  readonly clear: number;
}

interface Memory {
  asked: number;
  /** Since when the depth has been seen at `raise` or above; NONE while it is not. */
  since: Micros;
  open: boolean;
}

type Timer = { readonly kind: 'scrape' };
type Monitor = Self<MonitorConfig, Memory, null>;
const SCRAPE: Timer = { kind: 'scrape' };

const raised = word('depth-alert');
const cleared = word('depth-alert-over');

const vocabulary: Vocabulary = {
  packets: scrapeVocabulary.packets,
  phrases: [
    ...scrapeVocabulary.phrases,
    { name: 'depth-alert', sentence: '{node} raises an alert: {value} messages wait in {place}', sign: 'raises' },
    {
      name: 'depth-alert-over',
      sentence: '{node} clears its alert: {value} messages wait in {place}',
      sign: 'clears',
    },
  ],
};

export const monitor: Actor<MonitorConfig, Memory, null, ScrapePacket, Timer> = {
  kind: 'monitor',
  vocabulary,
  disk: () => null,
  memory: () => ({ asked: 0, since: NONE, open: false }),
  step(self, input, out) {
    const { memory, config } = self;
    if (input.kind === 'start') out.timer(config.every, SCRAPE, true);
    else if (input.kind === 'timer') {
      memory.asked += 1;
      out.request(config.broker, { kind: 'scrape', of: config.of }, NONE, memory.asked, true);
      out.timer(config.every, SCRAPE, true);
    } else if (input.kind === 'response' && input.packet.kind === 'scrape-answer') {
      const { depth, place } = input.packet;
      const verdict = judge(self, depth, out.now);
      if (verdict === 'as it was') return;
      memory.open = verdict === 'raise';
      out.alert(memory.open);
      out.fact(memory.open ? raised : cleared, depth, NONE, place);
    }
  },
  forget({ memory }, out) {
    // Nobody is left to clear it: it must not keep a run open.
    if (memory.open) out.alert(false);
  },
};

function judge({ memory, config }: Monitor, depth: number, now: Micros): 'raise' | 'clear' | 'as it was' {
  if (memory.open) return depth <= config.clear ? 'clear' : 'as it was';
  if (depth < config.raise) memory.since = NONE;
  else if (memory.since === NONE) memory.since = now;
  if (memory.since === NONE || now - memory.since < config.for) return 'as it was';
  memory.since = NONE;
  return 'raise';
}
