import { Tabs as Primitive } from 'radix-ui';
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

/** A row of tabs over the panel of the one that is chosen. One tab stop; arrows go from one to the next. */
export function Tabs<T extends string>({ label, tabs, value, onChange, aside, children }: TabsProps<T>) {
  return (
    <Primitive.Root className="tabs" value={value} onValueChange={(tab) => onChange(tab as T)}>
      <div className="tabs-row">
        <Primitive.List className="tabs-list" aria-label={label}>
          {tabs.map(({ id, label: name, hint }) => (
            <Primitive.Trigger key={id} className="tab" value={id} title={hint} data-tab={id}>
              {name}
            </Primitive.Trigger>
          ))}
        </Primitive.List>
        {aside}
      </div>
      <Primitive.Content className="tab-panel" value={value}>
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}
