import { word, type Word } from '../../engine/trace/words';
import { NONE, type PlaceId, type Seq } from '../../engine/units';
import { KIND } from '../../engine/trace/record';
import type { Reading } from '../reading';
import { SLICE, type Work } from '../work';
import type { Pass } from './pass';
import { Steps, type Stepped } from './steps';

/** An owner at a place where it has left marks: a group at a log that it reads. */
export interface OwnerAt {
  readonly owner: number;
  readonly place: PlaceId;
  /** The record that set the first of them. */
  readonly first: Seq;
}

const NEVER = new Steps();

/** What marks a trace has: their names, and which owners have left some where. */
export interface MarkNames {
  readonly names: ReadonlySet<Word>;
  readonly owners: readonly OwnerAt[];
}

export function* readMarkNames({ trace }: Reading): Work<MarkNames> {
  const names = new Set<Word>();
  const known = new Set<string>();
  const owners: OwnerAt[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    if (trace.kindAt(seq) !== KIND.mark) continue;
    names.add(trace.field(seq, 'b'));
    const [place, owner] = [trace.field(seq, 'a'), trace.field(seq, 'c')];
    if (owner === NONE || known.has(`${place}/${owner}`)) continue;
    known.add(`${place}/${owner}`);
    owners.push({ owner, place, first: seq });
  }
  return { names, owners };
}

/** All marks of a trace over time: by name, owner and place; and by name and owner, wherever they stand. */
export class Marks {
  private readonly at = new Map<string, Steps>();
  private readonly owners: readonly OwnerAt[];

  /** Reads along as the pass goes. */
  constructor({ trace }: Reading, pass: Pass, { names, owners }: MarkNames) {
    this.owners = owners;
    for (const name of names) {
      pass.on('mark', name, (seq) => {
        const [place, owner, value] = [trace.field(seq, 'a'), trace.field(seq, 'c'), trace.field(seq, 'd')];
        this.steps(`${name}/${owner}/${place}`).set(seq, value);
        this.steps(`${name}/${owner}`).set(seq, value);
      });
    }
  }

  /** Owners at places, in the order of owners, then of places. */
  get pairs(): readonly OwnerAt[] {
    return [...this.owners].sort((a, b) => a.owner - b.owner || a.place - b.place);
  }

  /** The record that set the owner's first mark at that place; Infinity if none does. */
  firstAt(owner: number, place: PlaceId): Seq {
    return this.owners.find((pair) => pair.owner === owner && pair.place === place)?.first ?? Infinity;
  }

  of(name: string, owner: number, place: PlaceId): Stepped {
    return this.at.get(`${word(name)}/${owner}/${place}`) ?? NEVER;
  }

  /** The latest of that owner, at whichever place. */
  latest(name: string, owner: number): Stepped {
    return this.at.get(`${word(name)}/${owner}`) ?? NEVER;
  }

  private steps(key: string): Steps {
    let steps = this.at.get(key);
    if (steps === undefined) this.at.set(key, (steps = new Steps()));
    return steps;
  }
}
