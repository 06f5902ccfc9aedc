import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Act } from './acts/act';
import { titleOf } from './acts/titleOf';
import { actsNow, perform } from './breaking';
import { closeMenu, keyOf, useSelectionStore, type Point, type Selection } from './selectionStore';
import { firstItem, roveMenu } from '../design/roving';
import { pageZoom } from '../design/zoom';
import '../design/menu.css';
import './actMenu.css';

/** The menu of the selected thing, where it was clicked: what can happen to it, likeliest first. */
export default function ActMenu() {
  const selected = useSelectionStore((state) => state.selected);
  const at = useSelectionStore((state) => state.menuAt);
  if (selected === null || at === null) return null;
  return <Menu key={keyOf(selected)} selection={selected} at={at} />;
}

const RIM = 8;

function Menu({ selection, at }: { readonly selection: Selection; readonly at: Point }) {
  // The clock is held: what can be done does not change while the menu is open.
  const [acts] = useState(() => actsNow(selection));
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Point | null>(null);

  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height } = menu.current!;
    const zoom = pageZoom();
    const [left, top] = [at.x / zoom, at.y / zoom];
    const x = Math.min(Math.max(RIM, left + 10), innerWidth / zoom - width - RIM);
    const below = top + 10 + height <= innerHeight / zoom - RIM;
    setPlace({ x, y: below ? top + 10 : Math.max(RIM, top - height - 10) });
  }, [at]);

  useEffect(() => {
    const before = document.activeElement;
    const element = menu.current!;
    (firstItem(element) ?? element).focus();
    const onDown = (event: PointerEvent): void => {
      if (!element.contains(event.target as Node)) closeMenu();
    };
    // In the next turn: the click that opened it is still on its way.
    const timer = setTimeout(() => addEventListener('pointerdown', onDown, true));
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', onDown, true);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <div
      ref={menu}
      className="menu act-menu"
      role="menu"
      tabIndex={-1}
      aria-label={titleOf(selection)}
      style={{ left: place?.x ?? 0, top: place?.y ?? 0, opacity: place === null ? 0 : 1 }}
      onKeyDown={(event) => onKey(event, acts)}
    >
      <p className="menu-heading act-title" aria-hidden="true">
        {titleOf(selection)}
      </p>
      {acts.length === 0 && <p className="act-none">Nothing can happen to it just now.</p>}
      {acts.map((act) => (
        <ActItem key={act.id} act={act} />
      ))}
    </div>
  );
}

function ActItem({ act }: { readonly act: Act }) {
  const { label, note, key, disabled } = act;
  return (
    <button
      className="menu-item"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabled !== null}
      onClick={() => perform(act)}
      onPointerEnter={(event) => event.currentTarget.focus()}
    >
      <span className="menu-label">{label}</span>
      {key !== null && <kbd aria-hidden="true">{key}</kbd>}
      {(disabled ?? note) !== null && <span className="menu-note">{disabled ?? note}</span>}
    </button>
  );
}

function onKey(event: KeyboardEvent<HTMLElement>, acts: readonly Act[]): void {
  if (roveMenu(event)) return event.stopPropagation();
  const byKey = acts.find(({ key }) => key === event.key.toUpperCase());
  const isClosing = event.key === 'Escape' || event.key === 'Tab';
  if (!isClosing && (byKey === undefined || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  if (isClosing) closeMenu();
  else if (byKey !== undefined) perform(byKey);
}
