import type { KeyboardEvent, ReactNode } from 'react';
import './tabs.css';

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: T; readonly label: string; readonly hint?: string }[];
  readonly value: T;
  readonly onChange: (tab: T) => void;
  /** What stands at the right end of the row. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A row of tabs over the panel of the one that is chosen. One tab stop; arrows go from one to the next. */
export function Tabs<T extends string>({ label, tabs, value, onChange, aside, children }: TabsProps<T>) {
  return (
    <div className="tabs">
      <div className="tabs-row">
        <div className="tabs-list" role="tablist" aria-label={label} onKeyDown={rove}>
          {tabs.map(({ id, label: name, hint }) => (
            <button
              key={id}
              id={`tab-${id}`}
              type="button"
              role="tab"
              className="tab"
              title={hint}
              tabIndex={id === value ? 0 : -1}
              aria-selected={id === value}
              aria-controls={id === value ? `panel-${id}` : undefined}
              onClick={() => onChange(id)}
            >
              {name}
            </button>
          ))}
        </div>
        {aside}
      </div>
      <div className="tab-panel" id={`panel-${value}`} role="tabpanel" tabIndex={0} aria-labelledby={`tab-${value}`}>
        {children}
      </div>
    </div>
  );
}

function rove(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const here = tabs.findIndex((tab) => tab === document.activeElement);
  const targets: Partial<Record<string, number>> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  const tab = tabs[(target + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
