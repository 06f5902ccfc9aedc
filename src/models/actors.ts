import type { AnyActor } from '../engine/actor';
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

/** What few scenarios need: how programs call others, and monitors. */
export interface Extras {
  readonly outletsOf: (drivers: readonly AnyProducerDriver[]) => Outlets;
  readonly monitor: AnyActor;
}

let extras: Extras | null = null;

export function provideExtras(given: Extras): void {
  extras = given;
}

export const areExtrasLoaded = (): boolean => extras !== null;

function extrasHere(): Extras {
  if (extras === null) throw new Error('what only some scenarios need has not been loaded');
  return extras;
}

export const monitorActor = (): AnyActor => extrasHere().monitor;

/** The libraries with which a program calls others; null where it calls nobody. */
export function outletsOf(drivers: readonly AnyProducerDriver[]): Outlets | null {
  if (drivers.length === 0) return null;
  return extrasHere().outletsOf(drivers);
}

export const isLoaded = (kind: BrokerKind): boolean => loaded.has(kind);

/** The model of a kind of broker. Throws if it has not been loaded: only a bug of ours can cause that. */
export function modelOf(kind: BrokerKind): AnyBrokerModel {
  const model = loaded.get(kind);
  if (model === undefined) throw new Error(`the model of ${kind} has not been loaded`);
  return model;
}
