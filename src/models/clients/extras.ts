import type { AnyProducerDriver } from '../ports';
import { monitor } from './monitor';
import { Outlets } from './outlets';

/** What few scenarios need, in one piece: it is loaded when one does. */
export const extras = { outletsOf: (drivers: readonly AnyProducerDriver[]) => new Outlets(drivers), monitor };
