/** One thing that the palette offers: what it is called, and what choosing it does. */
export interface Item {
  /** Unique in the list. */
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** A second line: what it claims, what comes of it. */
  readonly note: string;
  /** Words by which it is found as well, and which are not shown. */
  readonly keywords: string;
  /** The key that does the same, as it stands on a keyboard; empty: none. */
  readonly key: string;
  /** Why it cannot be done now; null: it can. */
  readonly disabled: string | null;
  do(): void;
}

export const item = (group: string, label: string, act: () => void, more: Partial<Item> = {}): Item => ({
  id: `${group}/${more.id ?? label}`,
  group,
  label,
  note: more.note ?? '',
  keywords: more.keywords ?? '',
  key: more.key ?? '',
  disabled: more.disabled ?? null,
  do: act,
});
