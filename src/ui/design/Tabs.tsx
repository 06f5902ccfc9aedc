import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
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

/** A row of tabs over the panel of the one that is chosen. The keys 1–6 put the focus on them by `tab-<id>`. */
export function Tabs<T extends string>({ label, tabs, value, onChange, aside, children }: TabsProps<T>) {
  return (
    <Radix.Root className="tabs" value={value} onValueChange={(next) => onChange(next as T)} activationMode="manual">
      <div className="tabs-row">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map(({ id, label: name, hint }) => (
            <Radix.Trigger key={id} value={id} className="tab" id={`tab-${id}`} title={hint}>
              {name}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      <Radix.Content value={value} className="tab-panel" aria-labelledby={`tab-${value}`}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
