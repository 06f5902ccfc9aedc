/**
 * The measures and identities that everything above shares. Identities are dense integers given in
 * order; what is called what stands in the tables of the trace's header.
 */

/** A moment or a duration of virtual time, in whole microseconds. Always a double: never fold into int32. */
export type Micros = number;

/** The number of a record in the trace, from 0. */
export type Seq = number;

type Id<Name extends string> = number & { readonly __id?: Name };

export type NodeId = Id<'node'>;
/** Where copies rest: a queue, what is unacked of it, a partition, a consumer's hand, a table. */
export type PlaceId = Id<'place'>;
/** A business fact (order 17), given an identity once, when the application asks its client to send it. */
export type MessageId = Id<'message'>;
/** One stored or travelling instance of a message. */
export type CopyId = Id<'copy'>;
export type PacketId = Id<'packet'>;
export type ConnectionId = Id<'connection'>;
export type SubscriptionId = Id<'subscription'>;
/** A pending timer, to cancel it by. */
export type TimerId = Id<'timer'>;
/** A request that awaits its response on a request link. */
export type RequestId = Id<'request'>;

/** "None of them", for every kind of identity: columns of integers have no null. */
export const NONE = -1;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
