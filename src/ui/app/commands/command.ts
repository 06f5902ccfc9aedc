/** Something a person can do, as data: buttons, keys and the `?` sheet are made from it. */
export interface Command {
  readonly name: string;
  /** What the sheet and the tooltip say. */
  readonly label: string;
  /** Keys as `keyOf` writes them; the first is shown. Without any it is done from the palette or by its button. */
  readonly keys: readonly string[];
  readonly group: 'Time' | 'Break' | 'Page';
  /** Whether it can be done now. */
  when(): boolean;
  do(): void;
}

/** An event's key: `Shift+ArrowRight`, `Ctrl+Z`, `L`, `?`. Letters are upper case whatever Shift says. */
export function keyOf({
  key,
  code,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const name = code === 'Space' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const isSign = name.length === 1 && !/[A-Z0-9]/.test(name);
  return [ctrlKey || metaKey ? 'Ctrl+' : '', altKey ? 'Alt+' : '', shiftKey && !isSign ? 'Shift+' : '', name].join('');
}

const SHOWN: Readonly<Record<string, string>> = { ArrowRight: '→', ArrowLeft: '←', Escape: 'Esc', ContextMenu: 'Menu' };

/** A key as it stands on a keyboard. */
export const showKey = (key: string): string =>
  key
    .split('+')
    .map((part) => SHOWN[part] ?? part)
    .join('+');
