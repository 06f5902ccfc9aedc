import type { Cell, ConsoleTable, Figure, Subject } from '../../engine/trace/console';
import { word } from '../../engine/trace/words';
import { NONE, type NodeId, type PlaceId, type Seq } from '../../engine/units';
import { routeOf } from '../scene/route';
import type { PlaceScene } from '../scene/scene';
import { fillText, groupOf, hostOf, placeField, type Source } from './fields';
import { steppedOf, type About, type Books } from './figures';
import { Steps, type Stepped } from './steps';
import type { System } from './systems';

/** A subject of rows and metrics: a place, a place for an owner, a client, or the system itself. */
export interface Row extends About {
  readonly client: NodeId;
  /** The record from which on there is such a row; -1: always. */
  readonly since: Seq;
}

const row = (nodes: readonly NodeId[], rest: Partial<Row> = {}): Row => ({
  nodes,
  place: NONE,
  owner: NONE,
  client: NONE,
  since: -1,
  ...rest,
});

/** All subjects of that kind that a system ever has. */
export function rowsOf(subject: Subject, { nodes }: System, { reading, marks }: Source): Row[] {
  const { header } = reading;
  switch (subject) {
    case 'node':
      return [row(nodes)];
    case 'group':
      return marks.pairs
        .filter(({ place }) => nodes.includes(header.places[place]?.node ?? NONE))
        .map(({ owner, place }) => row(nodes, { owner, place }));
    case 'client': {
      const clients = header.connections.filter(({ server }) => nodes.includes(server)).map(({ client }) => client);
      return [...new Set(clients)].sort((a, b) => a - b).map((client) => row(nodes, { client }));
    }
    default:
      return header.places
        .filter(({ node, shape }) => nodes.includes(node) && shape === subject)
        .map(({ id }) => row(nodes, { place: id }));
  }
}

/** A cell over the whole run. */
export interface CellOverTime {
  textAt(told: Seq): string;
  changedBefore(told: Seq): Seq;
  readonly isNumber: boolean;
}

/** To be made before the pass, and read after. */
export function cellOf(cell: Cell, subject: Row, source: Source, books: Books): () => CellOverTime {
  if (cell.is === 'text') return () => textCell(cell, subject, source);
  if (cell.is === 'state') return stateCell(cell, subject, books);
  const figure = steppedOf(cell, subject, books);
  return () => figureCell(cell, figure());
}

const figureCell = (cell: Figure, steps: Stepped): CellOverTime => ({
  isNumber: true,
  textAt: (told) => numberText(steps.at(told), 'none' in cell ? (cell.none ?? '-') : '-'),
  changedBefore: (told) => steps.changedBefore(told),
});

export const numberText = (value: number, none = '-'): string => (Number.isNaN(value) ? none : String(value));

function textCell({ text, none = '' }: Cell & { readonly is: 'text' }, subject: Row, source: Source): CellOverTime {
  const { marks, reader } = source;
  const { place, owner, client, nodes } = subject;
  const reads = marks.of(reader, owner, place);
  return {
    isNumber: false,
    textAt: (told) => {
      const valueOf = (field: string): string | null => {
        if (field === 'node') return hostOf(source, nodes[0]!);
        if (field === 'peer') return hostOf(source, client);
        if (field === 'group') return groupOf(source, owner);
        return field === 'reader' ? hostOf(source, reads.at(told)) : placeField(source, place, field);
      };
      return fillText(text, valueOf) ?? none;
    },
    changedBefore: (told) => (text.includes('{reader}') ? reads.changedBefore(told) : -1),
  };
}

function stateCell(
  { after, otherwise }: Cell & { readonly is: 'state' },
  { client }: Row,
  { pass, reading }: Books,
): () => CellOverTime {
  const { trace, header, packets } = reading;
  const steps = new Steps(-1);
  after.forEach(({ packet }, index) => {
    pass.on('sent', word(packet), (seq) => {
      const sent = packets.sent(trace.field(seq, 'a'));
      const { from, to } = routeOf(trace.field(sent, 'c'), header);
      if (from === client || to === client) steps.set(seq, index);
    });
  });
  return () => ({
    isNumber: false,
    textAt: (told) => after[steps.at(told)]?.text ?? otherwise,
    changedBefore: (told) => steps.changedBefore(told),
  });
}

/** Whether a row is there when so many records are told. */
export function isThere(
  { place, owner, client, nodes }: Row,
  told: Seq,
  places: readonly PlaceScene[],
  isConnected: (client: NodeId, nodes: readonly NodeId[]) => boolean,
  firstMark: (owner: number, place: PlaceId) => Seq,
): boolean {
  if (client !== NONE) return isConnected(client, nodes);
  if (place !== NONE && places[place]?.exists !== true) return false;
  return owner === NONE || firstMark(owner, place) < told;
}

/** What a table says beneath its rows: "Consumer group 'billing' has no active members." */
export function noticesAt({ notices = [] }: ConsoleTable, rows: readonly Row[], told: Seq, source: Source): string[] {
  const owners = [...new Set(rows.map(({ owner }) => owner))];
  return notices.flatMap(({ mark, is, text }) =>
    owners
      .filter((owner) => source.marks.latest(mark, owner).at(told) === is)
      .map((owner) => fillText(text, (field) => (field === 'group' ? groupOf(source, owner) : null)) ?? text),
  );
}
