import type { KeyboardEvent } from 'react';

const ITEMS = '[role="menuitem"], [role="menuitemradio"]';

/** Up, down, Home and End within a menu: its items are one tab stop. True if the key was one of these. */
export function roveMenu(event: KeyboardEvent<HTMLElement>): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)];
  const here = items.findIndex((item) => item === document.activeElement);
  const targets: Partial<Record<string, number>> = {
    ArrowDown: here + 1,
    ArrowUp: here === -1 ? -1 : here - 1,
    Home: 0,
    End: -1,
  };
  const target = targets[event.key];
  if (target === undefined || items.length === 0) return false;
  event.preventDefault();
  items[(target + items.length) % items.length]?.focus();
  return true;
}

/** The first item that can be chosen, or the one that is. */
export const firstItem = (menu: HTMLElement): HTMLElement | null =>
  menu.querySelector<HTMLElement>('[aria-checked="true"]') ??
  menu.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])');
