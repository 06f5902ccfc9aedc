import type { Counted, Figure } from '../../engine/trace/console';
import { word } from '../../engine/trace/words';
import { NONE, type NodeId, type PlaceId } from '../../engine/units';
import { W } from '../../engine/words';
import type { Reading } from '../reading';
import { messagesOf } from './packets';
import type { Marks } from './marks';
import type { Pass } from './pass';
import { Combined, Steps, type Stepped } from './steps';
import { lagKnown } from './lagKnown';

/** What a figure is about: nodes, and perhaps a place of theirs, and an owner of marks there. */
export interface About {
  readonly nodes: readonly NodeId[];
  readonly place: PlaceId;
  readonly owner: number;
}

/** What figures are made with: they read along as the pass goes. */
export interface Books {
  readonly reading: Reading;
  readonly pass: Pass;
  readonly marks: Marks;
  /** The mark by which readers are known; empty for none. */
  readonly reader: string;
}

/** A figure over the whole run. To be asked for before the pass runs, and read after. */
export function steppedOf(figure: Figure, about: About, books: Books): () => Stepped {
  const { marks, reading } = books;
  const { owner, place } = about;
  switch (figure.is) {
    case 'resting': {
      const steps = restingIn(placesOf(figure, about, reading), books);
      return () => steps;
    }
    case 'held': {
      const steps = restingIn(heldOf(place, reading), books);
      return () => steps;
    }
    case 'total': {
      const steps = restingIn([place, ...heldOf(place, reading)], books);
      return () => steps;
    }
    case 'mark':
      return () => {
        const own = owner === NONE ? null : marks.of(figure.name, owner, place);
        return own === null || own.seqs.length === 0 ? marks.of(figure.name, NONE, place) : own;
      };
    case 'behind':
      return () =>
        new Combined(marks.of(figure.end, NONE, place), marks.of(figure.of, owner, place), (end, of) =>
          Math.max(0, end - of),
        );
    case 'count': {
      const steps = counting(figure.of, about, books);
      return () => steps;
    }
    case 'difference': {
      const [more, less] = [counting(figure.of, about, books), counting(figure.less, about, books)];
      return () => new Combined(more, less, (a, b) => a - b);
    }
    case 'between': {
      const steps = new Steps(0);
      const set = (name: string, value: number): void =>
        books.pass.on('fact', word(name), (seq, node) => {
          if (about.nodes.includes(node)) steps.set(seq, value);
        });
      set(figure.from, 1);
      set(figure.to, 0);
      onRestart(about, books, (seq) => steps.set(seq, 0));
      return () => steps;
    }
    case 'owners':
      return () => {
        const owners = [...new Set(marks.pairs.map((pair) => pair.owner))];
        const each = owners.map((one) => marks.latest(figure.mark, one));
        return each.reduce<Stepped>(
          (sum, next) => new Combined(sum, next, (a, b) => a + (b === 1 ? 1 : 0)),
          new Steps(0),
        );
      };
    case 'lag known': {
      const steps = lagKnown(figure, about, books);
      return () => steps;
    }
  }
}

function placesOf({ shapes }: Figure & { is: 'resting' }, { nodes, place }: About, { header }: Reading): PlaceId[] {
  if (shapes === undefined) return [place];
  return header.places.filter((info) => nodes.includes(info.node) && shapes.includes(info.shape)).map(({ id }) => id);
}

const heldOf = (place: PlaceId, { header }: Reading): PlaceId[] =>
  header.places.filter(({ shape, of }) => shape === 'held' && of === place).map(({ id }) => id);

function restingIn(places: readonly PlaceId[], { pass }: Books): Steps {
  const steps = new Steps(0);
  for (const place of places) {
    pass.on('put', place, (seq) => steps.add(seq, 1));
    pass.on('taken', place, (seq) => steps.add(seq, -1));
  }
  return steps;
}

/** Counts at several nodes together; a node that starts again begins at 0. */
function counting(counted: Counted, about: About, books: Books): Steps {
  const { pass, reading } = books;
  const { trace, header } = reading;
  const steps = new Steps(0);
  const byNode = new Map<NodeId, number>(about.nodes.map((node) => [node, 0]));
  const add = (seq: number, node: NodeId, by: number): void => {
    const before = byNode.get(node);
    if (before === undefined || by === 0) return;
    byNode.set(node, before + by);
    steps.add(seq, by);
  };
  for (const fact of counted.facts ?? []) pass.on('fact', word(fact), (seq, node) => add(seq, node, 1));
  const weigh = (seq: number): number => messagesOf(reading, trace.field(seq, 'a'), counted);
  for (const kind of counted.sent ?? []) pass.on('sent', word(kind), (seq, node) => add(seq, node, weigh(seq)));
  for (const kind of counted.arrived ?? []) pass.on('arrived', word(kind), (seq, node) => add(seq, node, weigh(seq)));
  if (counted.put !== undefined) {
    for (const { id, node, shape } of header.places)
      if (shape === counted.put && byNode.has(node)) pass.on('put', id, (seq) => add(seq, node, 1));
  }
  if (counted.learned !== undefined) {
    const belief = word(counted.learned);
    for (const node of about.nodes)
      pass.on('learned', node, (seq) => add(seq, node, trace.field(seq, 'c') === belief ? 1 : 0));
  }
  onRestart(about, books, (seq, node) => {
    steps.add(seq, -byNode.get(node)!);
    byNode.set(node, 0);
  });
  return steps;
}

/** A new process of the node has nothing of what the old one held. */
function onRestart({ nodes }: About, { pass, reading }: Books, act: (seq: number, node: NodeId) => void): void {
  for (const node of nodes) {
    pass.on('node', node, (seq) => {
      if (reading.trace.field(seq, 'b') === W.restarted) act(seq, node);
    });
  }
}
