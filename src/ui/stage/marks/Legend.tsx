import { useState } from 'react';
import type { TraceHeader } from '../../../engine/trace/header';
import { sentenceOf } from '../../../analysis/text';
import type { StageModel } from '../model';
import './legend.css';

/** What the marks on logs mean: pointing at one here lights it wherever it stands. */

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly meaning: string;
  /** Drawn in a box of 14 × 14. */
  readonly d: string;
  readonly filled: boolean;
}

const TRIANGLE = 'M7 2l5 10H2Z';

function entriesOf({ header, lore }: StageModel): Entry[] {
  const hasGroups = lore.owners.size > 0;
  const entries: (Entry | false)[] = [
    hasGroups && {
      id: 'committed',
      name: 'committed',
      meaning: 'Where the group begins again when a member has died: all before it counts as done.',
      d: TRIANGLE,
      filled: true,
    },
    hasGroups && {
      id: 'position',
      name: 'position',
      meaning: phrase(header, 'position', 'What the reader gets next.'),
      d: TRIANGLE,
      filled: false,
    },
    hasGroups && {
      id: 'lag',
      name: 'lag',
      meaning: 'How many records are in the log behind what the group has committed.',
      d: 'M1 7H13M13 3v8',
      filled: false,
    },
    {
      id: 'watermark',
      name: 'high watermark',
      meaning: phrase(header, 'high watermark', 'Readers get what is before it.'),
      d: 'M7 1v12',
      filled: false,
    },
    lore.bracketed.size > 0 && {
      id: 'stable',
      name: 'last stable offset',
      meaning: phrase(header, 'last stable offset', 'No open transaction has a record before it.'),
      d: 'M7 1v3m0 2v3m0 2v2',
      filled: false,
    },
    lore.bracketed.size > 0 && {
      id: 'transaction',
      name: 'transaction',
      meaning: 'Its records, up to the marker that ends it: ✓ they count, ✕ they never will, and are struck.',
      d: 'M2 10V4H12V10',
      filled: false,
    },
  ];
  return entries.filter((entry) => entry !== false);
}

function phrase({ vocabulary }: TraceHeader, name: string, otherwise: string): string {
  const found = vocabulary.phrases.find((words) => words.name === name);
  return found === undefined ? otherwise : sentenceOf(found.sentence);
}

export default function Legend({ model }: { readonly model: StageModel }) {
  const [lit, setLit] = useState<Entry | null>(null);
  const light = (element: Element, entry: Entry | null): void => {
    setLit(entry);
    element.closest('.stage')?.setAttribute('data-lit', entry?.id ?? '');
  };
  return (
    <div className="stage-legend-bar">
      <p className="stage-legend-text" aria-hidden="true">
        {lit !== null && (
          <>
            <b>{lit.name}</b> {lit.meaning}
          </>
        )}
      </p>
      <ul aria-label="Marks on logs">
        {entriesOf(model).map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className={`stage-legend-item is-${entry.id}`}
              aria-description={entry.meaning}
              onPointerEnter={(event) => light(event.currentTarget, entry)}
              onPointerLeave={(event) => light(event.currentTarget, null)}
              onFocus={(event) => light(event.currentTarget, entry)}
              onBlur={(event) => light(event.currentTarget, null)}
              onClick={(event) => event.stopPropagation()}
            >
              <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
                <path d={entry.d} fill={entry.filled ? 'currentColor' : 'none'} />
              </svg>
              {entry.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
