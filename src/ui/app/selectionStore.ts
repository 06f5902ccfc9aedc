import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConnectionId, CopyId, MessageId, NodeId, PacketId, PlaceId } from '../../engine/units';
import { clockStore, hold } from './clockStore';

/** Anything on the page that can be pointed at. */
export type Selection =
  | { readonly kind: 'packet'; readonly packet: PacketId }
  | { readonly kind: 'message'; readonly message: MessageId }
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'link'; readonly a: NodeId; readonly b: NodeId }
  | { readonly kind: 'connection'; readonly connection: ConnectionId }
  | { readonly kind: 'place'; readonly place: PlaceId }
  /** One copy at rest, of that message, in that place. */
  | { readonly kind: 'copy'; readonly copy: CopyId; readonly message: MessageId; readonly place: PlaceId };

/** Where on the screen, in CSS px of the viewport. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface SelectionState {
  readonly selected: Selection | null;
  /** What the pointer is over or the keyboard is on: lights up in every view. */
  readonly hovered: Selection | null;
  /** Where the menu of the selected thing is open; null: closed. */
  readonly menuAt: Point | null;
  /** Whether the clock ran when this was selected: an act lets it go on. */
  readonly playedBefore: boolean;
}

export const selectionStore = createStore<SelectionState>(() => ({
  selected: null,
  hovered: null,
  menuAt: null,
  playedBefore: false,
}));

export const useSelectionStore = <T>(selector: (state: SelectionState) => T): T => useStore(selectionStore, selector);

/**
 * Selects a thing and holds the clock. With a point, its menu opens there: what a click, a tap or Enter
 * on anything does.
 */
export function select(selected: Selection, at: Point | null = null): void {
  const playedBefore =
    at !== null &&
    (clockStore.getState().playing ||
      (selectionStore.getState().menuAt !== null && selectionStore.getState().playedBefore));
  if (at !== null) hold();
  selectionStore.setState({ selected, menuAt: at, playedBefore });
}

/** Lights a thing up in every view, or nothing. */
export function hover(hovered: Selection | null): void {
  if (!isSameSelection(selectionStore.getState().hovered, hovered)) selectionStore.setState({ hovered });
}

export function closeMenu(): void {
  if (selectionStore.getState().menuAt !== null) selectionStore.setState({ menuAt: null });
}

export function clearSelection(): void {
  selectionStore.setState({ selected: null, hovered: null, menuAt: null, playedBefore: false });
}

export function isSameSelection(one: Selection | null, other: Selection | null): boolean {
  if (one === other) return true;
  if (one === null || other === null || one.kind !== other.kind) return false;
  return keyOf(one) === keyOf(other);
}

/** A short text that is the same for the same thing, for keys of lists. */
export function keyOf(selection: Selection): string {
  switch (selection.kind) {
    case 'packet':
      return `packet-${selection.packet}`;
    case 'message':
      return `message-${selection.message}`;
    case 'node':
      return `node-${selection.node}`;
    case 'link':
      return `link-${Math.min(selection.a, selection.b)}-${Math.max(selection.a, selection.b)}`;
    case 'connection':
      return `connection-${selection.connection}`;
    case 'place':
      return `place-${selection.place}`;
    case 'copy':
      return `copy-${selection.copy}`;
  }
}
