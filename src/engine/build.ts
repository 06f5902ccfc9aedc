import type { Setup } from './actor';
import { Agenda, EVENT } from './agenda';
import { assert } from './assert';
import { Inputs } from './inputs';
import { Ints } from './ints';
import { SimOut } from './out';
import { placeInfo } from './places';
import { baseOf } from './random/keyed';
import type { Sim } from './sim';
import { Trace } from './trace/columns';
import type { NodeInfo, PacketWords, PhraseWords, Vocabulary } from './trace/header';
import { word, type Word } from './trace/words';
import { NONE } from './units';
import { scheduleFaults } from './faults/apply';
import type { Fixed, NodeState, RunSpec, World } from './world';

/** Builds the world of a run, with all nodes about to start, at time 0 or their own, in the order of the spec. */
export function buildSim(spec: RunSpec, keepTrace: boolean): Sim {
  const fixed = fixedOf(spec);
  const world: World = {
    now: 0,
    agenda: new Agenda(),
    nodes: [],
    connections: [],
    requests: [],
    places: [],
    links: spec.links.map(({ a, b, latency, transport, loss }) => ({
      a: idOf(spec, a),
      b: idOf(spec, b),
      latency,
      transport,
      cut: false,
      loss,
      waiting: [],
    })),
    faults: spec.faults.map(() => ({ matches: 0, fired: false, at: NONE })),
    messageNode: new Ints(),
    messageNumber: new Ints(),
    messageKey: new Ints(),
    bodies: new Map(),
    copies: 0,
    packets: 0,
    clocks: 0,
    owed: 0,
    alerts: 0,
    unread: 0,
    events: 0,
    ended: null,
  };
  const shared = new Map<string, unknown>();
  spec.nodes.forEach((_, id) => world.nodes.push(nodeState(spec, world, id, shared)));
  const sim: Sim = {
    fixed,
    world,
    trace: new Trace(keepTrace),
    inputs: new Inputs(),
    out: new SimOut(),
    wordOf: (kind) => wordOf(fixed, kind),
  };
  sim.out.sim = sim;
  spec.nodes.forEach(({ startsAt = 0 }, id) => world.agenda.push(startsAt, EVENT.start, id, NONE, null, true));
  scheduleFaults(sim);
  return sim;
}

function wordOf(fixed: Fixed, kind: string): Word {
  const known = fixed.packetWords.get(kind);
  assert(known !== undefined, `no vocabulary has a packet "${kind}"`);
  return known;
}

function idOf(spec: RunSpec, name: string): number {
  const id = spec.nodes.findIndex((node) => node.info.name === name);
  assert(id !== -1, `no node "${name}"`);
  return id;
}

function nodeState(spec: RunSpec, world: World, id: number, shared: Map<string, unknown>): NodeState {
  const { info, actor, config } = spec.nodes[id]!;
  const setup: Setup = {
    id,
    name: info.name,
    node: (name) => idOf(spec, name),
    place: (place) => world.places.push(placeInfo(world.places.length, id, place)) - 1,
    shared: <T>(name: string, make: () => T): T => {
      if (!shared.has(name)) shared.set(name, make());
      return shared.get(name) as T;
    },
  };
  const disk = (actor.disk as unknown as (config: unknown, setup: Setup) => unknown)(config, setup);
  return {
    id,
    name: info.name,
    key: baseOf(spec.seed, word(info.name)),
    config,
    memory: null,
    disk,
    up: false,
    paused: false,
    slow: 1,
  };
}

function fixedOf(spec: RunSpec): Fixed {
  const vocabulary = mergeVocabularies(spec);
  const linkOf = new Map<number, number>();
  spec.links.forEach(({ a, b }, index) => {
    const [low, high] = [idOf(spec, a), idOf(spec, b)].sort((x, y) => x - y) as [number, number];
    linkOf.set(low * 65536 + high, index);
  });
  const waitingFor = (kind: 'packet' | 'step') =>
    spec.faults.flatMap((fault, index) => (fault.when.kind === kind ? [index] : []));
  return {
    spec,
    vocabulary,
    linkOf,
    actors: spec.nodes.map((node) => node.actor),
    infos: spec.nodes.map(({ info, actor }, id): NodeInfo => ({ ...info, id, model: actor.kind })),
    packetWords: new Map(vocabulary.packets.map(({ kind }) => [kind, word(kind)])),
    prefixes: spec.nodes.map((node) => node.messagePrefix),
    packetFaults: waitingFor('packet'),
    stepFaults: waitingFor('step'),
  };
}

/** All words of the actors in use, once each, in the order of the nodes. */
function mergeVocabularies(spec: RunSpec): Vocabulary {
  const packets = new Map<string, PacketWords>();
  const phrases = new Map<string, PhraseWords>();
  for (const { actor } of spec.nodes) {
    for (const words of actor.vocabulary.packets) if (!packets.has(words.kind)) packets.set(words.kind, words);
    for (const words of actor.vocabulary.phrases) if (!phrases.has(words.name)) phrases.set(words.name, words);
  }
  return { packets: [...packets.values()], phrases: [...phrases.values()] };
}
