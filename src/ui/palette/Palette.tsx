import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { hold } from '../app/clockStore';
import { finishFirstMinute } from '../app/firstMinute';
import { say } from '../app/speech';
import { openPalette } from '../app/uiStore';
import { SearchIcon } from '../design/icons';
import type { Item } from './item';
import { matching } from './match';
import { itemsNow, messagesNow } from './sources';
import './palette.css';

/** So many are drawn; whoever wants one further down types another letter. */
const SHOWN_MAX = 80;

/** Everything that can be done or found, by name. One list for the whole page, with the keys that do the same. */
export default function Palette({ scope }: { readonly scope: 'all' | 'messages' }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const catalogue = useCatalogue(scope === 'all');
  const listId = useId();
  useEffect(() => {
    // What can be done is listed for one moment: the clock waits.
    hold();
    dialog.current?.showModal();
  }, []);
  const shown = useMemo(
    () => matching(scope === 'all' ? itemsNow(query, catalogue) : messagesNow(query), query).slice(0, SHOWN_MAX),
    [scope, query, catalogue],
  );
  const close = (): void => dialog.current?.close();
  const choose = (chosen: Item): void => {
    if (chosen.disabled !== null) return say(chosen.disabled, 'now');
    close();
    finishFirstMinute();
    chosen.do();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = stepOf(event.key, active, shown.length);
    if (to !== null) setActive(to);
    else if (event.key === 'Enter' && shown[active] !== undefined) choose(shown[active]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={scope === 'all' ? 'Do or find anything' : 'Find a message'}
      onClose={() => openPalette(null)}
      // At once: the browser tells that it has closed only a task later, and a Ctrl+K in between would find it open.
      onCancel={(event) => {
        event.preventDefault();
        close();
        openPalette(null);
      }}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="palette-box">
        <label className="palette-query">
          <SearchIcon />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
            aria-autocomplete="list"
            aria-label={scope === 'all' ? 'What is to be done?' : 'Number or name of a message'}
            placeholder={scope === 'all' ? 'Lose, crash, kafka, 17, twice …' : '17'}
            autoComplete="off"
            spellCheck={false}
            autoFocus
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd aria-hidden="true">Esc</kbd>
        </label>
        <List
          id={listId}
          items={shown}
          active={active}
          grouped={query.trim() === ''}
          choose={choose}
          show={setActive}
        />
        {shown.length === 0 && <p className="palette-none">{emptyText(scope, query)}</p>}
      </div>
    </dialog>
  );
}

interface ListProps {
  readonly id: string;
  readonly items: readonly Item[];
  readonly active: number;
  /** Headings, where the list stands in its own order. */
  readonly grouped: boolean;
  readonly choose: (item: Item) => void;
  readonly show: (index: number) => void;
}

function List({ id, items, active, grouped, choose, show }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, items]);
  return (
    <div ref={list} id={id} className="palette-list" role="listbox" aria-label="What fits" tabIndex={-1}>
      {items.map((each, index) => (
        <div key={each.id} role="presentation">
          {grouped && each.group !== items[index - 1]?.group && (
            <p className="menu-heading" role="presentation">
              {each.group}
            </p>
          )}
          <div
            id={`${id}-${index}`}
            role="option"
            className="palette-item"
            aria-selected={index === active}
            aria-disabled={each.disabled !== null}
            onPointerMove={() => show(index)}
            onClick={() => choose(each)}
          >
            <span className="palette-label">{each.label}</span>
            {each.note !== '' && <span className="palette-note">{each.note}</span>}
            {each.key !== '' ? <kbd>{each.key}</kbd> : !grouped && <span className="palette-group">{each.group}</span>}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Where a key leads in a list of that length, round its ends; null: the key is for the text. */
function stepOf(key: string, from: number, length: number): number | null {
  if (length === 0) return null;
  const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const step = steps[key];
  if (step === undefined) return null;
  const to = from + step;
  if (Math.abs(step) > 1) return Math.min(length - 1, Math.max(0, to));
  return (to + length) % length;
}

function emptyText(scope: 'all' | 'messages', query: string): string {
  if (query.trim() !== '') return `Nothing here is called “${query.trim()}”.`;
  return scope === 'messages' ? 'No message has been produced in this run.' : 'Nothing can be done just now.';
}

/** The texts of all scenarios are fetched when the palette first opens. */
function useCatalogue(wanted: boolean): readonly ScenarioFile[] {
  const [files, setFiles] = useState<readonly ScenarioFile[]>([]);
  useEffect(() => {
    let isStale = false;
    if (wanted) {
      void import('../../scenario/catalogue').then(({ catalogue }) => {
        if (!isStale) setFiles(catalogue);
      });
    }
    return () => {
      isStale = true;
    };
  }, [wanted]);
  return files;
}
