import type { PacketShape, PacketWords, PhraseWords, Role, Vocabulary } from '../../engine/trace/header';

/** The words in which a trace of RabbitMQ is told. */

const words = (kind: string, role: Role, shape: PacketShape, label: string, sent: string, arrived: string, lost?: string): PacketWords =>
  lost === undefined ? { kind, role, shape, label, sent, arrived } : { kind, role, shape, label, sent, arrived, lost };

/** Part of the way to a conversation: not a step of the transport. */
const quiet = (kind: string, label: string, sent: string, arrived: string): PacketWords =>
  ({ kind, role: 'control', shape: 'request', label, sent, arrived, quiet: true });

const packets: readonly PacketWords[] = [
  words('publish', 'publish', 'message', 'publish', '{from} publishes {message}', '{to} has {message}',
    'the broker never gets {message}, and its publisher cannot tell: no confirm comes'),
  words('confirm', 'confirm', 'answer', 'confirm', '{from} confirms {messages}', '{to} knows that {messages} was taken over',
    'the publisher never hears that the broker has {messages}: it may publish it again'),
  words('confirm-nack', 'confirm', 'refusal', 'nack', '{from} refuses {messages}', '{to} knows that {messages} was not taken over',
    'the publisher never hears that {messages} was refused'),
  words('return', 'confirm', 'refusal', 'return', '{from} returns {message}: no queue for it', '{to} has {message} back: it reached no queue',
    'the publisher never hears that {message} reached no queue'),
  words('deliver', 'deliver', 'message', 'deliver', '{from} delivers {message}', '{to} has {message} in hand',
    'the consumer never gets {message}: it comes back to its queue when the connection is known to be gone, unless it needs no ack'),
  words('ack', 'settle', 'answer', 'ack', '{from} acks {messages}', '{to} forgets {messages}',
    'the broker never hears that {messages} is done: it still counts it unacked, and will deliver it again'),
  words('nack', 'settle', 'refusal', 'nack', '{from} nacks {messages}', '{to} takes {messages} back, or drops it if it is not to be requeued',
    'the broker never hears it: it still counts {messages} unacked'),
  words('reject', 'settle', 'refusal', 'reject', '{from} rejects {message}', '{to} takes {message} back, or drops it if it is not to be requeued',
    'the broker never hears it: it still counts {message} unacked'),
  words('recover', 'settle', 'refusal', 'recover', '{from} asks for all that it has not acked once more', '{to} requeues all that was unacked on that channel'),
  words('get', 'fetch', 'request', 'get', '{from} asks for one message', '{to} looks for a ready message'),
  words('get-answer', 'deliver', 'message', 'get-ok', '{from} answers the get', '{to} has the answer to its get',
    'the client never gets it: it comes back to its queue when the connection is known to be gone, unless it needs no ack'),
  words('consume', 'control', 'request', 'consume', '{from} subscribes', '{to} adds {from} to the consumers of the queue'),
  words('cancel', 'control', 'request', 'cancel', '{from} cancels its subscription', '{to} delivers no more to {from}; what it has stays unacked'),
  words('cancel-notify', 'control', 'refusal', 'cancel', '{from} cancels the subscription: the queue is gone', '{to} will get nothing more'),
  words('channel-closed', 'control', 'refusal', 'closed', '{from} closes the channel because of an error', '{to} learns that its channel is closed'),
  words('connection-closed', 'control', 'refusal', 'closed', '{from} closes the connection', '{to} learns that its connection is closed'),
  quiet('channel-open', 'open', '{from} opens a channel', '{to} opens a channel for {from}'),
  quiet('channel-open-ok', 'ok', '{from} has opened the channel', '{to} has its channel'),
  quiet('channel-close', 'close', '{from} closes its channel', '{to} requeues what was unacked on it'),
  quiet('channel-close-ok', 'ok', '{from} has closed the channel', '{to} knows that its channel is closed'),
  quiet('channel-closed-ok', 'ok', '{from} has seen that the channel is closed', '{to} frees the channel\'s number'),
  quiet('confirm-select', 'confirms', '{from} asks for confirms', '{to} will confirm what comes on this channel'),
  quiet('confirm-select-ok', 'ok', '{from} will confirm', '{to} will get confirms'),
  quiet('qos', 'qos', '{from} asks for a prefetch limit', '{to} sets the prefetch limit'),
  quiet('qos-ok', 'ok', '{from} has set the prefetch limit', '{to} knows that the limit is set'),
  quiet('consume-ok', 'ok', '{from} has accepted the subscription', '{to} is subscribed'),
  quiet('cancel-ok', 'ok', '{from} has ended the subscription', '{to} is no longer subscribed'),
  quiet('recover-ok', 'ok', '{from} has requeued what was unacked', '{to} knows that it was requeued'),
  quiet('queue-declare', 'declare', '{from} declares a queue', '{to} makes the queue, or finds it'),
  quiet('queue-delete', 'delete', '{from} deletes a queue', '{to} deletes the queue and what is in it'),
  quiet('queue-purge', 'purge', '{from} purges a queue', '{to} drops what is ready in it'),
  quiet('queue-bind', 'bind', '{from} binds a queue', '{to} binds the queue to the exchange'),
  quiet('queue-unbind', 'unbind', '{from} unbinds a queue', '{to} removes the binding'),
  quiet('exchange-bind', 'bind', '{from} binds an exchange', '{to} binds the exchange to the other'),
  quiet('exchange-unbind', 'unbind', '{from} unbinds an exchange', '{to} removes the binding'),
  quiet('exchange-declare', 'declare', '{from} declares an exchange', '{to} makes the exchange, or finds it'),
  quiet('exchange-delete', 'delete', '{from} deletes an exchange', '{to} deletes the exchange'),
  quiet('declare-ok', 'ok', '{from} has the queue', '{to} knows that the queue is there'),
  quiet('topology-ok', 'ok', '{from} has done it', '{to} knows that it is done'),
  quiet('list-queues', 'list', '{from} asks for the queues\' figures', '{to} counts'),
  quiet('list-queues-ok', 'ok', '{from} tells the queues\' figures', '{to} has the figures'),
  quiet('stop', 'stop', '{from} asks the node to stop', '{to} stops in order'),
  quiet('stop-ok', 'ok', '{from} has stopped', '{to} knows that the node has stopped'),
  { kind: 'heartbeat', role: 'heartbeat', shape: 'request', label: 'heartbeat', sent: '{from} says that it is there', arrived: '{to} hears that {from} is there', quiet: true },
];

const phrases: readonly PhraseWords[] = [
  { name: 'missed-heartbeats', sentence: '{node} has missed two heartbeats and gives the connection up' },
  { name: 'redelivered', sentence: 'redelivered: it may have been seen before' },
  { name: 'auto-acked', sentence: '{message} is done with as soon as it is sent: the queue needs no ack' },
  { name: 'purged', sentence: '{message} was purged from its queue' },
  { name: 'queue-deleted', sentence: '{message} was deleted with its queue' },
  { name: 'expired', sentence: '{message} has waited in {place} for as long as it may, and leaves it' },
  { name: 'overflowed', sentence: '{place} is full: its first message, {message}, leaves it' },
  { name: 'dead-lettered', sentence: '{message} was rejected, and leaves {place} for its dead letter exchange' },
  { name: 'drop-head', sentence: '{place} was full, and dropped {message} to make room' },
  { name: 'queue-expired', sentence: '{message} went with its queue, which nobody had used for too long' },
  { name: 'reject-publish', sentence: '{place} is full and takes no more: it refuses {message}' },
  { name: 'dead-letter-cycle', sentence: '{message} would come back to a queue that it has died in, with no rejection since: it is dropped' },
  { name: 'dead-letter-unroutable', sentence: 'the dead letter exchange of {place} has no queue for {message}: it is dropped' },
  { name: 'requeued', sentence: '{message} is back at its place in the queue' },
  { name: 'confirm-timeout', sentence: '{node} has waited long enough for the confirm of {message}' },
  { name: 'retry-wait', sentence: '{node} waits before it publishes {message} again' },
  { name: 'reconnecting', sentence: '{node} waits before it connects again' },
];

export const brokerVocabulary: Vocabulary = { packets, phrases };
