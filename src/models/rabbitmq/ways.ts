import type { NewPlace } from '../../engine/actor';
import { word } from '../../engine/trace/words';
import { NONE, type MessageId, type PlaceId } from '../../engine/units';
import type { BindingDeclaration, BrokerConfig, ExchangeDeclaration } from './config';
import type { Binding, BrokerOut, Exchange, Way } from './state';

/**
 * Exchanges and bindings as places of the trace: nothing rests there, but what goes by is told. The default
 * exchange is none: every queue is bound to it by its name. Nor are `amq.` exchanges that nobody binds to.
 */

const routed = word('routed');

type Place = (info: NewPlace) => PlaceId;

export function exchangePlace(
  node: string,
  {
    name,
    type,
    durable,
    autoDelete,
    internal,
  }: Pick<ExchangeDeclaration, 'name' | 'type' | 'durable' | 'autoDelete' | 'internal'>,
  place: Place,
): PlaceId {
  // As the management page has them.
  const badges = [type, ...(durable ? ['D'] : []), ...(autoDelete ? ['AD'] : []), ...(internal ? ['I'] : [])];
  return place({ name: `${node}/exchange/${name}`, title: name, shape: 'exchange', badges });
}

export function bindingPlace(
  node: string,
  type: string,
  binding: BindingDeclaration,
  of: PlaceId,
  to: PlaceId,
  place: Place,
): PlaceId {
  const { source, destination, routingKey } = binding;
  const title = asks(type, binding);
  const name = `${node}/binding/${source}/${destination}/${title || routingKey}`;
  return place({ name, title, shape: 'binding', of, to });
}

/** What a message must have to go by this binding; empty where all go. */
function asks(type: string, { routingKey, arguments: args }: BindingDeclaration): string {
  if (type === 'fanout') return '';
  if (type !== 'headers') return routingKey;
  return Object.entries(args)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}

/** The places of what the scenario declares: they are there from the start. */
export interface FirstWays {
  readonly exchanges: ReadonlyMap<string, PlaceId>;
  /** In the order of the declarations. */
  readonly bindings: readonly PlaceId[];
}

export function firstWays(
  node: string,
  config: BrokerConfig,
  predeclared: ReadonlyMap<string, string>,
  queues: ReadonlyMap<string, { readonly ready: PlaceId }>,
  place: Place,
): FirstWays {
  const exchanges = new Map<string, PlaceId>();
  const types = new Map(predeclared);
  for (const exchange of config.exchanges) {
    types.set(exchange.name, exchange.type);
    exchanges.set(exchange.name, exchangePlace(node, exchange, place));
  }
  for (const { source } of config.bindings) {
    const type = predeclared.get(source);
    if (type === undefined || exchanges.has(source)) continue;
    const plain = { name: source, type, durable: true, autoDelete: false, internal: false };
    exchanges.set(source, exchangePlace(node, plain, place));
  }
  const bindings = config.bindings.map((binding) => {
    const { source, destination, toExchange } = binding;
    const to = (toExchange ? exchanges.get(destination) : queues.get(destination)?.ready) ?? NONE;
    return bindingPlace(node, types.get(source) ?? '', binding, exchanges.get(source) ?? NONE, to, place);
  });
  return { exchanges, bindings };
}

/** Tells by which bindings a message goes. */
export function tellWay(way: Way, message: MessageId, out: BrokerOut): void {
  for (let i = 0; i < way.by.length; i += 1) out.fact(routed, 0, message, way.by[i]!.place);
}

/** Bindings that die with the process: what is not on disk. */
export function forgetWays(exchanges: Iterable<Exchange>, kept: readonly Binding[], out: BrokerOut): void {
  const staying = new Set(kept.map(({ place }) => place));
  for (const exchange of exchanges) {
    for (const { place } of exchange.bindings) if (!staying.has(place)) out.dropPlace(place);
    if (!exchange.durable) out.dropPlace(exchange.place);
  }
}
