import type { CopyId, MessageId, PacketId, PlaceId } from '../../../engine/units';

/**
 * Whatever is drawn on the canvas: what moves and what rests, in one list, painted in one pass
 * (paint.ts) and searched in one pass when something is pointed at (hit.ts).
 */
export interface Token {
  readonly form: 'disc' | 'ghost' | 'dot' | 'cell' | 'diamond' | 'refusal' | 'chevron' | 'capsule';
  x: number;
  y: number;
  /** Half its size. */
  readonly r: number;
  /** Index of its hue, or INK. */
  readonly hue: number;
  readonly text: string;
  /** The messages it is or speaks of, first first. */
  readonly messages: readonly MessageId[];
  /** What it is, for selecting it. */
  readonly target: TokenTarget;
  /** "R2" for a second delivery, "try 2" for a producer's second try; empty for originals. */
  readonly tab: string;
  /** The subscriber that this copy is for, where there are several: a letter at its foot. */
  readonly letter: string;
  /** What it is called beside it while few are under way: "ack 3". */
  label: string;
  /** How far to the side of the token its label stands, so that it covers no card. */
  labelShift: number;
  /** What remains of its clock, 1 to 0; null without one. */
  readonly clock: number | null;
  /** A small clock: a fault holds it back. */
  readonly delayed: boolean;
  /** 0 for what lives; for what is lost how far its fill has faded, 0 to 1. */
  readonly lost: number;
  /** It stays where it is and counts for nothing: a line through it. */
  readonly struck: boolean;
  /** Heartbeats and empty polls: smaller, paler. */
  readonly quiet: boolean;
  /** Direction of travel in radians, for chevrons. */
  readonly angle: number;
  /** Hues of what a capsule holds. */
  readonly inner: readonly { readonly hue: number; readonly text: string }[];
}

export type TokenTarget =
  | { readonly kind: 'packet'; readonly packet: PacketId }
  | { readonly kind: 'copy'; readonly copy: CopyId; readonly message: MessageId; readonly place: PlaceId };

export const TOKEN_RADIUS = 11;
export const DIAMOND_RADIUS = 7.5;
export const CAPSULE_MAX = 6;

const PLAIN = {
  text: '',
  tab: '',
  letter: '',
  label: '',
  labelShift: 0,
  clock: null,
  delayed: false,
  lost: 0,
  struck: false,
  quiet: false,
  angle: 0,
  inner: [],
} as const;

type Optional = keyof typeof PLAIN;

/** A token with what was left out at rest: no tab, no clock, alive. */
export function token(parts: Omit<Token, Optional> & Partial<Pick<Token, Optional>>): Token {
  return { ...PLAIN, ...parts };
}

/** "R2" from the second delivery on; `deliveries` counts those before. */
export const redeliveryTab = (deliveries: number): string => (deliveries >= 1 ? `R${deliveries + 1}` : '');
