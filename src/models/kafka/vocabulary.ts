import type { PacketWords, PhraseWords, Vocabulary } from '../../engine/trace/header';

/** The words of everything that happens between Kafka's clients and a broker. */

const producing: readonly PacketWords[] = [
  {
    kind: 'init-producer-id',
    role: 'control',
    shape: 'request',
    label: 'init',
    quiet: true,
    sent: '{from} asks {to} for a producer id',
    arrived: '{to} gives out a producer id',
    lost: 'without an id the producer cannot send yet: it asks again',
  },
  {
    kind: 'init-producer-id-answer',
    role: 'control',
    shape: 'answer',
    label: 'id',
    quiet: true,
    sent: '{from} gives {to} a producer id',
    arrived: '{to} numbers its records from 0 under this id',
  },
  {
    kind: 'produce',
    role: 'publish',
    shape: 'message',
    label: 'produce',
    sent: '{from} sends {messages} to be appended',
    arrived: '{messages} reach {to}',
    lost: '{messages} never reached {to}: the producer keeps them and sends them again, unless acks=0',
  },
  {
    kind: 'produce-answer',
    role: 'confirm',
    shape: 'answer',
    label: 'ack',
    sent: '{from} has appended {messages}, from offset {offset} on',
    arrived: '{to} learns that {messages} are in the log',
    lost: '{messages} are in the log, but the producer does not know: it sends them again',
  },
  {
    kind: 'produce-error',
    role: 'confirm',
    shape: 'refusal',
    label: 'error',
    sent: '{from} refuses {messages}',
    arrived: '{to} learns that {messages} were not appended',
    lost: 'the producer does not know that {messages} were refused: it sends them again',
  },
];

const fetching: readonly PacketWords[] = [
  {
    kind: 'fetch',
    role: 'fetch',
    shape: 'request',
    label: 'fetch',
    quiet: true,
    sent: '{from} asks for what is behind its position',
    arrived: '{to} looks for records, or waits for some',
    lost: 'nothing is harmed: the position is known to the consumer, and it asks again',
  },
  {
    kind: 'fetch-answer',
    role: 'deliver',
    shape: 'message',
    label: 'records',
    sent: '{from} hands out {messages}, from offset {offset} on; they stay in the log',
    arrived: '{to} has {messages} in hand',
    lost: 'the log still has {messages}: the consumer fetches them again',
  },
  {
    kind: 'fetch-empty',
    role: 'fetch',
    shape: 'answer',
    label: 'nothing',
    quiet: true,
    sent: '{from} has nothing new for {to}',
    arrived: '{to} fetches again',
  },
  {
    kind: 'fetch-error',
    role: 'fetch',
    shape: 'refusal',
    label: 'error',
    sent: '{from} cannot answer the fetch now',
    arrived: '{to} fetches again a little later',
  },
];

const grouping: readonly PacketWords[] = [
  {
    kind: 'commit',
    role: 'commit',
    shape: 'request',
    label: 'commit',
    sent: '{from} commits offset {offset}: all before it counts as done',
    arrived: '{to} stores the committed offset {offset}',
    lost: 'the committed offset stays where it was: whoever reads next begins there',
  },
  {
    kind: 'commit-answer',
    role: 'commit',
    shape: 'answer',
    label: 'committed',
    sent: '{from} has stored the offset',
    arrived: '{to} knows that its offset is stored',
    lost: 'the offset is stored, but the consumer does not know',
  },
  {
    kind: 'commit-error',
    role: 'commit',
    shape: 'refusal',
    label: 'refused',
    sent: '{from} does not store the offset',
    arrived: '{to} learns that its offset is not stored: the work is done, the offset is not moved',
  },
  {
    kind: 'join',
    role: 'control',
    shape: 'request',
    label: 'join',
    sent: '{from} asks to join its group',
    arrived: '{to} takes {from} into the group, once all its members are accounted for',
  },
  {
    kind: 'join-answer',
    role: 'control',
    shape: 'answer',
    label: 'assigned',
    sent: '{from} assigns partitions to {to}',
    arrived: '{to} knows its partitions and where to read on',
  },
  {
    kind: 'offset-fetch',
    role: 'control',
    shape: 'request',
    label: 'where?',
    quiet: true,
    sent: '{from} asks again where to read on: a transaction that has not ended may move its offset',
    arrived: '{to} looks for the committed offset',
  },
  {
    kind: 'offset-fetch-answer',
    role: 'control',
    shape: 'answer',
    label: 'offset',
    quiet: true,
    sent: '{from} tells {to} where to read on, if that is settled',
    arrived: '{to} knows where to read on, or waits for the transaction to end',
  },
  {
    kind: 'heartbeat',
    role: 'heartbeat',
    shape: 'request',
    label: 'heartbeat',
    quiet: true,
    sent: '{from} says that it is alive',
    arrived: '{to} renews the session of {from}',
  },
  {
    kind: 'heartbeat-answer',
    role: 'heartbeat',
    shape: 'answer',
    label: 'heartbeat',
    quiet: true,
    sent: '{from} has heard {to}',
    arrived: '{to} knows how its group stands',
  },
  {
    kind: 'leave',
    role: 'control',
    shape: 'request',
    label: 'leave',
    sent: '{from} leaves its group',
    arrived: '{to} gives its partitions to others',
  },
];

const transactions: readonly PacketWords[] = [
  {
    kind: 'add-partitions',
    role: 'control',
    shape: 'request',
    label: 'add',
    sent: '{from} tells {to} which partitions its transaction will write to',
    arrived: '{to} adds them to the transaction',
    lost: '{from} may not write to them yet: it asks again',
  },
  {
    kind: 'add-offsets',
    role: 'control',
    shape: 'request',
    label: 'add group',
    sent: '{from} tells {to} that its transaction will move the offsets of its group',
    arrived: '{to} adds the group to the transaction',
    lost: '{from} may not send its offsets yet: it asks again',
  },
  {
    kind: 'txn-offsets',
    role: 'commit',
    shape: 'request',
    label: 'offsets',
    sent: '{from} puts its offset {offset} into the transaction',
    arrived: '{to} keeps the offset aside: it counts if the transaction commits',
    lost: 'the transaction does not have the offset yet: {from} sends it again',
  },
  {
    kind: 'txn-commit',
    role: 'commit',
    shape: 'request',
    label: 'commit txn',
    sent: '{from} asks {to} to commit its transaction',
    arrived: '{to} decides: the transaction commits',
    lost: 'the transaction is still open: {from} asks again',
  },
  {
    kind: 'txn-abort',
    role: 'commit',
    shape: 'request',
    label: 'abort txn',
    sent: '{from} asks {to} to abort its transaction',
    arrived: '{to} decides: the transaction is aborted',
    lost: 'the transaction is still open: {from} asks again, or the time-out aborts it',
  },
  {
    kind: 'txn-answer',
    role: 'control',
    shape: 'answer',
    label: 'ok',
    sent: '{from} has done as {to} asked',
    arrived: '{to} may go on with its transaction',
    lost: 'it is done, but {to} does not know: it asks again, and nothing is done twice',
  },
  {
    kind: 'txn-ended',
    role: 'commit',
    shape: 'answer',
    label: 'decided',
    sent: '{from} has decided, as {to} asked',
    arrived: '{to} knows that its transaction has ended',
    lost: 'it is decided, but {to} does not know: it asks again, and nothing is done twice',
  },
  {
    kind: 'txn-error',
    role: 'control',
    shape: 'refusal',
    label: 'refused',
    sent: '{from} does not do what {to} asked',
    arrived: '{to} learns that it must ask again, abort, or stop',
  },
];

const transactionPhrases: readonly PhraseWords[] = [
  { name: 'last stable offset', sentence: 'read_committed consumers may read up to here' },
  { name: 'transaction opened', sentence: '{node} notes that a transaction is under way, in epoch {value}' },
  {
    name: 'transaction begins',
    sign: 'opens',
    sentence:
      '{message}, at offset {value}, is the first of an open transaction: read_committed sees nothing from here on',
  },
  {
    name: 'transaction to be committed',
    sentence: '{node} writes down that the transaction commits: from now on it will, whatever dies',
  },
  {
    name: 'transaction to be aborted',
    sentence: '{node} writes down that the transaction is aborted: from now on it will be, whatever dies',
  },
  {
    name: 'commit marker',
    sign: 'commits',
    sentence: 'a commit marker takes offset {value}: what the transaction wrote here counts now',
  },
  {
    name: 'abort marker',
    sign: 'aborts',
    sentence: 'an abort marker takes offset {value}: what the transaction wrote here never counts',
  },
  {
    name: 'aborted',
    sign: 'struck',
    sentence: '{message} stays in the log, at offset {value}, and read_committed never sees it',
  },
  { name: 'transaction complete', sentence: 'all markers are written: the transaction is complete' },
  {
    name: 'older producers fenced',
    sentence: '{node} raises the epoch to {value}: whoever used this transactional.id before is shut out',
  },
  {
    name: 'transaction timeout',
    sentence:
      'a transaction has been open for longer than transaction.timeout.ms: {node} aborts it and fences its producer',
  },
  {
    name: 'zombie fenced',
    sentence: '{node} refuses a producer of an older epoch, {value}: a newer one has taken its place',
  },
];

const brokerPhrases: readonly PhraseWords[] = [
  {
    name: 'duplicate batch',
    sentence: '{node} has {message} already, at offset {value}: it appends nothing and answers as if it had',
  },
  {
    name: 'out of order',
    sentence: '{node} refuses {message}: its sequence number is not the one that should come next',
  },
  { name: 'rebalance', sentence: 'the group rebalances; {value} of its members have yet to join again' },
  {
    name: 'waits for first members',
    sentence: 'an empty group waits for further members (group.initial.rebalance.delay.ms)',
  },
  {
    name: 'waits for members',
    sentence: 'the group waits for members that may be dead: until they join again, or their session is over',
  },
  { name: 'generation', sentence: 'the group is stable in generation {value}: its partitions are assigned' },
  { name: 'empty group', sentence: 'the group has no members left' },
  {
    name: 'member expired',
    sentence: '{node} has not heard from a member for session.timeout.ms: the member is out of the group',
  },
  { name: 'member left', sentence: 'a member has left the group' },
  { name: 'committed', sentence: 'the group has committed an offset behind {message}' },
  {
    name: 'skipped by reset',
    sentence:
      'the group has no committed offset and starts at the end (auto.offset.reset=latest): it never reads {message}',
  },
  { name: 'high watermark', sentence: 'consumers may read up to here' },
  { name: 'assigned to', sentence: 'the member of the group that reads this partition' },
  ...transactionPhrases,
];

const producerPhrases: readonly PhraseWords[] = [
  {
    name: 'transaction failed',
    sentence: '{node} cannot commit its transaction any more: all it can do is abort it',
  },
  {
    name: 'producer fenced',
    sentence: 'another process has taken over the transactional.id: {node} is fenced, and what it began is aborted',
  },
  { name: 'aborted', sentence: '{message} is part of a transaction that was aborted' },
  { name: 'epoch bumped', sentence: '{node} begins to number its records anew: its producer epoch rises' },
  { name: 'request timeout', sentence: '{node} has had no answer for request.timeout.ms: it closes the connection' },
  {
    name: 'delivery timeout',
    sentence: '{node} gives {message} up after delivery.timeout.ms; it may be in the log all the same',
  },
  { name: 'retry', sentence: '{node} will send {message} again' },
  { name: 'sent', sentence: 'with acks=0 a record counts as delivered once it is sent' },
];

const consumerPhrases: readonly PhraseWords[] = [
  { name: 'processed', sentence: 'the program is through with {message}' },
  { name: 'revoked', sentence: '{node} lets go of {message}: the partition is no longer its own' },
  { name: 'thrown away', sentence: '{node} throws {message} away: it will fetch it again' },
  { name: 'sought', sentence: '{node} goes to offset {value} and will read on from there' },
  { name: 'sought back', sentence: '{node} goes back to {message} and will read on from there' },
  { name: 'not polled', sentence: '{node} has not polled for max.poll.interval.ms and leaves the group' },
  { name: 'commit failed', sentence: '{node} cannot commit its offset: what it has processed will be read again' },
  { name: 'fenced', sentence: 'another process uses the same group.instance.id: {node} is fenced and stops' },
  { name: 'position', sentence: 'the next offset that poll returns' },
];

export const brokerVocabulary: Vocabulary = {
  packets: [...producing, ...transactions, ...fetching, ...grouping],
  phrases: brokerPhrases,
};
export const producerVocabulary: Vocabulary = { packets: producing, phrases: producerPhrases };
/** A consumer's program may send on: then it speaks as a producer, too. */
export const consumerVocabulary: Vocabulary = {
  packets: [...fetching, ...grouping, ...producing, ...transactions],
  phrases: [...consumerPhrases, ...producerPhrases],
};
