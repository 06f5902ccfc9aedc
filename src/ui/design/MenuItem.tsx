interface MenuItemProps {
  readonly label: string;
  readonly note?: string;
  /** One of several of which one is chosen. */
  readonly checked?: boolean;
  readonly className?: string;
  readonly onChoose: () => void;
}

/** One line of a menu: what it does, and a note under or beside it. */
export function MenuItem({ label, note = '', checked, className = '', onChoose }: MenuItemProps) {
  return (
    <button
      type="button"
      className={`menu-item ${className}`}
      tabIndex={-1}
      role={checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={checked}
      onClick={onChoose}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
    >
      <span className="menu-label">{label}</span>
      {note !== '' && <span className="menu-note">{note}</span>}
    </button>
  );
}
