import { commands } from './commands';
import { keyOf } from './commands/command';
import { endDelay, typeDelay } from './delayEntry';
import { uiStore } from './uiStore';
import { resumeReading } from './voice';

/** Controls that read letters and arrows themselves. */
const TAKES_KEYS =
  'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], dialog, [role="slider"]';
/** Controls that are worked by these keys and leave others alone. */
const TAKES_SPACE = 'button, a[href], summary, [role="button"], [role="option"], [role="row"]';
const TAKES_ARROWS = '[role="tab"], [role="listbox"], [role="radio"]';

/** Lets keys act on the page. Returns a function that ends it. */
export function listenToKeys(): () => void {
  resumeReading();
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    if (!mayAct(key, event.target)) return;
    const command = commands.find(({ keys, when }) => keys.includes(key) && when());
    if (command === undefined) return;
    event.preventDefault();
    command.do();
  };
  addEventListener('keydown', onKey);
  addEventListener('keydown', onDelay, true);
  addEventListener('pointerdown', endDelay);
  return () => {
    removeEventListener('keydown', onKey);
    removeEventListener('keydown', onDelay, true);
    removeEventListener('pointerdown', endDelay);
  };
}

/** What is typed after D goes to the delay, wherever the focus is but in a field. */
function onDelay(event: KeyboardEvent): void {
  if (event.isComposing || MODIFIERS.has(event.key)) return;
  if (event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null) return endDelay();
  if (!typeDelay(keyOf(event))) return;
  event.preventDefault();
  event.stopPropagation();
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta']);

function mayAct(key: string, target: EventTarget | null): boolean {
  const isSingle = !/^(Ctrl|Escape|Shift\+F10|ContextMenu)/.test(key);
  if (isSingle && !uiStore.getState().keys) return false;
  if (!(target instanceof Element)) return true;
  // The palette opens from wherever one is typing, too.
  if (key === 'Ctrl+K') return target.closest('dialog, [role="dialog"]') === null;
  if (target.closest(TAKES_KEYS) !== null) return false;
  if (key === 'Space' && target.closest(TAKES_SPACE) !== null) return false;
  // Up and down belong to such a control; left and right are time's, but in a row of tabs.
  return (
    !(/^Arrow|^Home$|^End$/.test(key) && target.closest('[role="tab"], [role="radio"]') !== null) &&
    !(/^Arrow(Up|Down)$/.test(key) && target.closest(TAKES_ARROWS) !== null)
  );
}
