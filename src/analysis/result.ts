import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import type { Micros } from '../engine/units';
import { alertsOf, type Alerts, type Blocked } from './alerts';
import { Attempts } from './attempts';
import { beliefOf, countBeliefs, type Belief, type BeliefCounts } from './beliefs';
import { lossOf } from './losses';
import { matrices, type Matrix } from './matrix';
import { metrics, responseTimes, type Metrics, type ResponseTimes } from './metrics';
import { orders, type Order } from './order';
import { countLost, countOutcomes, outcomeOf, type Outcome, type OutcomeCounts } from './outcomes';
import { Reading } from './reading';
import { sharesOf, type Shares } from './shares';
import { finalScene } from './scene/fold';

/** One message for one subscription. */
export interface MessageRow {
  /** `order-3` */
  readonly id: string;
  readonly key: string | null;
  readonly subscription: string;
  readonly effects: number;
  readonly outcome: Outcome;
  readonly belief: Belief;
  readonly deliveries: number;
  readonly copiesInDlq: number;
  readonly effectsAt: readonly Micros[];
  /** When it was delivered, in milliseconds from the first time; empty unless it was delivered more than once. */
  readonly attemptsAfterMs: readonly number[];
  /** How it was lost; null unless it was. */
  readonly how: string | null;
}

/** The part of a run's result that is counted from its trace (CONTRACTS.md §7). */
export interface Analysis {
  readonly outcomes: Readonly<Record<string, OutcomeCounts>>;
  readonly beliefs: BeliefCounts;
  readonly matrix: Readonly<Record<string, Matrix>>;
  /** Of what is lost, what its producer believes: an acknowledged message that is lost is a broken promise. */
  readonly lost: Readonly<Record<string, BeliefCounts>>;
  readonly order: Readonly<Record<string, Order>>;
  readonly metrics: Readonly<Record<string, Metrics>>;
  readonly shares: Shares;
  readonly alerts: Alerts;
  readonly blocked: Blocked;
  readonly response: ResponseTimes;
  readonly messages: readonly MessageRow[];
}

/** Counts a whole run. Reads the trace alone; needs it kept. */
export function analyse(trace: Trace, header: TraceHeader): Analysis {
  const reading = new Reading(trace, header);
  const scene = finalScene(trace, header, reading);
  const attempts = new Attempts(scene, reading);
  const { subscriptions, messages } = header;
  const rows = scene.messages.flatMap((message) =>
    message.subscriptions.map((row): MessageRow => {
      const outcome = outcomeOf(scene, message, row);
      return {
        id: messages[message.message]?.name ?? `message-${message.message}`,
        key: messages[message.message]?.key ?? null,
        subscription: subscriptions[row.subscription] ?? `subscription-${row.subscription}`,
        effects: row.effectsAt.length,
        outcome,
        belief: beliefOf(message),
        deliveries: row.deliveries,
        copiesInDlq: row.inDlq,
        effectsAt: row.effectsAt.map(({ at }) => at),
        attemptsAfterMs: attempts.afterMs(message.message, row.subscription),
        how: outcome === 'lost' ? lossOf(reading, message, row) : null,
      };
    }),
  );
  return {
    outcomes: countOutcomes(scene, subscriptions),
    beliefs: countBeliefs(scene),
    matrix: matrices(scene, subscriptions),
    lost: countLost(scene, subscriptions),
    order: orders(scene, header),
    metrics: metrics(scene, trace, header),
    shares: sharesOf(scene, header),
    ...alertsOf(trace, header),
    response: responseTimes(trace, header),
    messages: rows,
  };
}
