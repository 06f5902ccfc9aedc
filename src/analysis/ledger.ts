import type { TraceHeader } from '../engine/trace/header';
import type { MessageId, SubscriptionId } from '../engine/units';
import { countOf, outcomeOf, type Outcome } from './outcomes';
import type { MessageScene, Scene } from './scene/scene';

/** What the producer has been told: yes, no, it waits, or it will not hear. */
export type Told = 'yes' | 'no' | 'waiting' | 'never';

/** ✓ yes · ✕ no · … waiting · ? never heard. */
export const TOLD_GLYPHS: { readonly [T in Told]: string } = { yes: '✓', no: '✕', waiting: '…', never: '?' };

/** One message for one subscription, as far as the scene has gone. */
export interface LedgerRow {
  readonly message: MessageId;
  readonly subscription: SubscriptionId;
  readonly told: Told;
  /** Times it was stored for this subscription by a client's act. */
  readonly stored: number;
  /** Times it came into a consumer's hand. */
  readonly delivered: number;
  readonly effects: number;
  /** Times it was quit by a consumer's word. */
  readonly acked: number;
  readonly outcome: Outcome;
  /** For the pill: once · twice · ×3 · pending · lost · dead-lettered · expired · rejected. */
  readonly verdict: string;
}

/** What consumers say of a message that they are done with: an ack, or an offset that they commit. */
const SETTLING: ReadonlySet<string> = new Set(['settle', 'commit']);

/** Whether anything can be acked in that run: between services that call one another nobody acks. */
export function knowsAcks({ vocabulary }: TraceHeader): boolean {
  return vocabulary.packets.some(({ role }) => SETTLING.has(role));
}

/** The ledger at a scene: a row for each message and subscription, in the order of production. */
export function ledgerOf(scene: Scene): LedgerRow[] {
  return scene.messages.flatMap((message) => ledgerRows(scene, message));
}

/** The rows of one message, in the order of the header's subscriptions. */
export function ledgerRows(scene: Scene, message: MessageScene): LedgerRow[] {
  const told = toldOf(message);
  return message.subscriptions.map((row) => {
    const outcome = outcomeOf(scene, message, row);
    const effects = row.effectsAt.length;
    return {
      message: message.message,
      subscription: row.subscription,
      told,
      stored: row.stored,
      delivered: row.deliveries,
      effects,
      acked: row.acked,
      outcome,
      verdict: verdictOf(outcome, effects),
    };
  });
}

/** What the producer has been told of it. */
export function toldOf({ belief, waiting }: MessageScene): Told {
  if (belief === 'acknowledged') return 'yes';
  if (belief === 'failed') return 'no';
  return waiting > 0 && belief === null ? 'waiting' : 'never';
}

const VERDICTS: { readonly [O in Exclude<Outcome, 'duplicated'>]: string } = {
  done: 'once',
  lost: 'lost',
  deadLettered: 'dead-lettered',
  expired: 'expired',
  rejected: 'rejected',
  pending: 'pending',
};

export function verdictOf(outcome: Outcome, effects: number): string {
  if (outcome === 'duplicated') return effects === 2 ? 'twice' : `×${effects}`;
  return VERDICTS[outcome];
}

/** "Finished. 5 orders: 4 done, 1 duplicated, 0 lost." — of one subscription, or of all together. */
export function finishedSentence(
  scene: Scene,
  { noun, subscriptions }: TraceHeader,
  subscription?: SubscriptionId,
): string {
  const ids = subscription === undefined ? subscriptions.map((_, id) => id) : [subscription];
  const count = (outcome: Outcome) => ids.reduce((sum, id) => sum + countOf(scene, id, outcome), 0);
  const rest = (['deadLettered', 'expired', 'rejected', 'pending'] as const).flatMap((outcome) =>
    count(outcome) > 0 ? [`${count(outcome)} ${VERDICTS[outcome]}`] : [],
  );
  const figures = [`${count('done')} done`, `${count('duplicated')} duplicated`, `${count('lost')} lost`, ...rest].join(
    ', ',
  );
  const messages = scene.messages.length;
  const several = subscription === undefined && subscriptions.length > 1 ? ` for each of ${subscriptions.length}` : '';
  return `Finished. ${messages} ${messages === 1 ? noun[0] : noun[1]}${several}: ${figures}.`;
}
