import type { PhraseWords } from '../../engine/trace/header';

/** The sentences of what happens inside Kafka's clients and brokers: facts, reasons, marks. */

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
    name: 'aborted record',
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

export const brokerPhrases: readonly PhraseWords[] = [
  { name: 'error', sentence: '', reads: 'word' },
  { name: 'members', sentence: 'how many members the group has' },
  { name: 'rebalancing', sentence: 'whether the group rebalances' },
  {
    name: 'duplicate batch',
    sentence: '{node} has {message} already, at offset {value}: it appends nothing and answers as if it had',
  },
  {
    name: 'out of order',
    sentence: '{node} refuses {message}: its sequence number is not the one that should come next',
  },
  { name: 'first member', sentence: 'a group that was empty has its first member' },
  { name: 'rebalance', sentence: 'the group rebalances: its partitions are shared out anew' },
  { name: 'rebalance awaits one', sentence: 'the group rebalances: one member has yet to join again' },
  { name: 'rebalance awaits several', sentence: 'the group rebalances: {value} members have yet to join again' },
  {
    name: 'waits for first members',
    sentence: 'an empty group waits for further members (group.initial.rebalance.delay.ms)',
  },
  {
    name: 'waits for members',
    sentence: 'the group waits for members: until they join again, at their next poll, or are given up',
  },
  { name: 'generation', sentence: 'the group is stable in generation {value}: its partitions are assigned' },
  { name: 'empty group', sentence: 'the group has no members left' },
  {
    name: 'member expired',
    sentence: '{node} has not heard from a member for session.timeout.ms: the member is out of the group',
  },
  { name: 'member left', sentence: 'a member has left the group' },
  { name: 'committed', sentence: 'the group has committed an offset past {message}' },
  {
    name: 'skipped by reset',
    sentence:
      'the group has no committed offset and starts at the end (auto.offset.reset=latest): it never reads {message}',
  },
  { name: 'high watermark', sentence: 'consumers may read up to here' },
  { name: 'assigned to', sentence: 'the member of the group that reads this partition' },
  ...transactionPhrases,
];

export const producerPhrases: readonly PhraseWords[] = [
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
  {
    name: 'send blocks',
    sign: 'blocks',
    sentence: 'the buffer of {node} is full (buffer.memory): send() waits with {message}, and the application with it',
  },
  { name: 'send goes on', sign: 'unblocks', sentence: '{node} has room in its buffer again: send() goes on' },
  { name: 'max block', sentence: 'send() has waited for max.block.ms: it fails, and {message} was never sent' },
  { name: 'retry', sentence: '{node} will send {message} again' },
  { name: 'sent', sentence: 'with acks=0 a record counts as delivered once it is sent' },
];

export const consumerPhrases: readonly PhraseWords[] = [
  { name: 'processed', sentence: 'the program is through with {message}' },
  { name: 'revoked', sentence: '{node} lets go of {message}: the partition is no longer its own' },
  { name: 'thrown away', sentence: '{node} throws {message} away: it will fetch it again' },
  { name: 'sought', sentence: '{node} goes to offset {value} and will read on from there' },
  { name: 'sought back', sentence: '{node} goes back to {message} and will read on from there' },
  { name: 'not polled', sentence: '{node} has not polled for max.poll.interval.ms and leaves the group' },
  {
    name: 'commit failed',
    sentence: '{node} has not committed: what it has processed comes again, unless a later commit passes it',
  },
  { name: 'fenced', sentence: 'another process uses the same group.instance.id: {node} is fenced and stops' },
  {
    name: 'no offset',
    sentence: '{node} finds no committed offset, and auto.offset.reset=none: poll() throws, and it stops',
  },
  { name: 'position', sentence: 'the next offset that poll returns' },
];
