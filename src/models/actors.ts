import type { BrokerKind } from './configs';
import type { Outlets } from './clients/outlets';
import type { AnyBrokerModel, AnyProducerDriver } from './ports';

/**
 * Kind of broker → its model, as far as it is here: a page loads what a scenario needs (loaders.ts), in Node
 * all are there from the start (allActors.ts). These and configs.ts are the only files that name all brokers.
 */

const loaded = new Map<BrokerKind, AnyBrokerModel>();

/** Makes a model known. */
export function provide(kind: BrokerKind, model: AnyBrokerModel): void {
  loaded.set(kind, model);
}

let makeOutlets: ((drivers: readonly AnyProducerDriver[]) => Outlets) | null = null;

/** Makes known how programs call others: few scenarios need it. */
export function provideOutlets(make: (drivers: readonly AnyProducerDriver[]) => Outlets): void {
  makeOutlets = make;
}

export const areOutletsLoaded = (): boolean => makeOutlets !== null;

/** The libraries with which a program calls others; null where it calls nobody. */
export function outletsOf(drivers: readonly AnyProducerDriver[]): Outlets | null {
  if (drivers.length === 0) return null;
  if (makeOutlets === null) throw new Error('what calls others has not been loaded');
  return makeOutlets(drivers);
}

export const isLoaded = (kind: BrokerKind): boolean => loaded.has(kind);

/** The model of a kind of broker. Throws if it has not been loaded: only a bug of ours can cause that. */
export function modelOf(kind: BrokerKind): AnyBrokerModel {
  const model = loaded.get(kind);
  if (model === undefined) throw new Error(`the model of ${kind} has not been loaded`);
  return model;
}
