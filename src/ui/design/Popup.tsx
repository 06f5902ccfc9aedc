import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { firstItem, roveMenu } from './roving';
import { pageZoom } from './zoom';
import './menu.css';

interface PopupProps {
  /** What the button shows. */
  readonly trigger: ReactNode;
  readonly triggerClass?: string;
  /** The button's name, where what it shows is not enough. */
  readonly triggerLabel?: string;
  readonly title?: string;
  /** `menu`: a list of commands, arrow keys go from one to the next. `dialog`: anything. */
  readonly role: 'menu' | 'dialog';
  readonly label: string;
  readonly side: 'above' | 'below';
  readonly align: 'start' | 'end';
  readonly className?: string;
  readonly onOpen?: () => void;
  /** Changes when what it holds has come: the place and the focus are set anew. */
  readonly filled?: unknown;
  /** Drawn while it is open. A choice in a menu closes it. */
  readonly children: ReactNode;
}

const GAP = 6;
const RIM = 8;

/**
 * A button that opens something beside it. The browser's own popover closes it on Escape and on a click
 * elsewhere, keeps it on top, and gives the focus back.
 */
export function Popup({
  trigger,
  triggerClass = '',
  triggerLabel,
  title,
  role,
  label,
  side,
  align,
  className = '',
  onOpen,
  filled,
  children,
}: PopupProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (!open) return;
    place(panel.current!, button.current!.getBoundingClientRect(), side, align);
    if (role === 'menu') (firstItem(panel.current!) ?? panel.current!).focus();
  }, [open, filled, side, align, role]);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`button ${triggerClass}`}
        popoverTarget={id}
        title={title}
        aria-haspopup={role}
        aria-expanded={open}
        aria-label={triggerLabel}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role={role}
        aria-label={label}
        // A long menu scrolls: what scrolls can be reached.
        tabIndex={role === 'menu' ? 0 : -1}
        className={`menu popup ${className}`}
        onToggle={(event) => {
          const isOpen = event.newState === 'open';
          setOpen(isOpen);
          if (isOpen) onOpen?.();
        }}
        onKeyDown={(event) =>
          role === 'menu' && !roveMenu(event) && event.key === 'Tab' && event.currentTarget.hidePopover()
        }
        onClick={(event) => role === 'menu' && event.currentTarget.hidePopover()}
      >
        {open && children}
      </div>
    </>
  );
}

/** Beside its button, and within the window. */
function place(panel: HTMLElement, button: DOMRect, side: 'above' | 'below', align: 'start' | 'end'): void {
  const { style } = panel;
  const zoom = pageZoom();
  const [top, bottom, left, right] = [button.top, button.bottom, button.left, button.right].map((at) => at / zoom) as [
    number,
    number,
    number,
    number,
  ];
  const [windowWidth, windowHeight] = [innerWidth / zoom, innerHeight / zoom];
  style.maxHeight = `${(side === 'above' ? top : windowHeight - bottom) - GAP - RIM}px`;
  style.top = side === 'below' ? `${bottom + GAP}px` : 'auto';
  style.bottom = side === 'above' ? `${windowHeight - top + GAP}px` : 'auto';
  const width = panel.offsetWidth;
  const wanted = align === 'start' ? left : right - width;
  style.left = `${Math.max(RIM, Math.min(wanted, windowWidth - width - RIM))}px`;
}
