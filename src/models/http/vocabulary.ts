import type { PacketWords, Vocabulary } from '../../engine/trace/header';
import { isSuccess, STATUSES } from './statuses';

/** The words in which calls over HTTP are told. */

/** What an answer means to who asked. */
const MEANINGS: Readonly<Record<number, string>> = {
  202: '{to} knows that {from} has taken {message} over: that it is done is not said',
  404: '{to} learns that there is nothing, or not yet',
  409: '{to} learns that {message} does not fit with what is there',
  429: '{to} is told to slow down: {message} was not done',
  500: '{to} learns that {from} has failed at {message}',
  502: '{to} learns that {from} could not reach whom it needed for {message}',
  503: '{to} learns that {from} is too busy: {message} was not done',
  504: '{to} learns that {from} waited in vain: whether {message} was done, nobody knows',
};

const answer = (status: number): PacketWords => ({
  kind: `response-${status}`,
  role: 'response',
  shape: isSuccess(status) ? 'answer' : 'refusal',
  label: isSuccess(status) ? `${status} ${STATUSES[status]!}` : `${status}`,
  sent: `{from} answers {message} with ${status} ${STATUSES[status]!}`,
  arrived: MEANINGS[status] ?? `{to} learns that {message} is ${isSuccess(status) ? 'done' : 'refused'}`,
  lost: isSuccess(status)
    ? '{message} is done, and {to} does not know'
    : '{to} does not learn that {message} was not done',
});

export const httpVocabulary: Vocabulary = {
  packets: [
    {
      kind: 'http-request',
      role: 'request',
      shape: 'message',
      label: 'POST',
      sent: '{from} calls {to} with {message}',
      arrived: '{message} reaches {to}',
      lost: '{from} hears nothing: to it, that looks like a slow answer',
    },
    {
      kind: 'http-poll',
      role: 'request',
      shape: 'request',
      label: 'GET',
      sent: '{from} asks {to} what became of {message}',
      arrived: '{to} is asked for {message} again',
      lost: '{from} hears nothing, and asks again',
    },
    ...Object.keys(STATUSES).map((status) => answer(Number(status))),
  ],
  phrases: [
    { name: 'awaiting-answer', sentence: '{node} waits for the answer to {message}' },
    { name: 'call-timed-out', sentence: '{node} gives up on {message}: it may be done, or not' },
    { name: 'call-refused', sentence: 'nobody listens there: {message} of {node} was not done' },
    { name: 'call-reset', sentence: 'the other side died: {node} cannot know whether {message} was done' },
    { name: 'pool-exhausted', sentence: 'all connections of {node} are taken: {message} waits for one' },
    { name: 'pool-full', sentence: 'too many calls of {node} wait already: {message} fails at once' },
    { name: 'pool-timed-out', sentence: '{message} has waited too long for a connection of {node}, and fails' },
    { name: 'call-again', sentence: '{node} will try {message} again' },
    { name: 'poll-gave-up', sentence: '{node} has asked for {message} long enough, and gives up' },
    { name: 'server-full', sentence: '{node} is busy and its backlog full: it refuses {message}' },
    { name: 'rate-limited', sentence: '{node} has no token left for {message}' },
    { name: 'key-known', sentence: '{node} knows the key of {message}: it repeats its answer, and does nothing' },
    { name: 'answered', sentence: '{node} has answered {message}' },
  ],
};
