import { NONE, type NodeId } from '../../../engine/units';
import { durationText } from '../../design/format';
import { act, type Act, type Moment } from './act';
import { messageTitle, nodeName, nodeTitle } from './names';
import { countSteps } from './occurrence';

const DOWN_FOR = '1s';
const SLOWER = 5;

/** The next whole microsecond: a fault at this one would strike before what has just been seen. */
export const momentAfter = (at: number): string => durationText(Math.floor(at) + 1);

/** What can happen to a node, likeliest first. */
export function nodeActs(node: NodeId, moment: Moment): Act[] {
  return [...crashActs(node, moment), ...pauseActs(node, moment)];
}

/** Crash, now or before the next step of its program; of a node that is down, its restart. */
export function crashActs(node: NodeId, moment: Moment): Act[] {
  const { scene, header } = moment;
  const whom = nodeName(header, node);
  const title = nodeTitle(header, node);
  const when = { at: momentAfter(scene.at) };
  const state = scene.nodes[node]?.state ?? 'not-started';
  if (state === 'down' || state === 'ended')
    return [act('restart', `Restart ${title}`, { when, what: 'restart', whom })];
  const disabled = state === 'not-started' ? 'It has not started yet' : null;
  const crash = act(
    'crash',
    `Crash ${title} for 1 s`,
    { when, what: 'crash', whom, for: DOWN_FOR },
    {
      disabled,
      note: 'Memory is gone, what was written stays',
    },
  );
  return [crash, ...beforeNextStep(node, moment)];
}

/** Of a node whose program runs: its death between this step and the next, wherever in time that will be. */
function beforeNextStep(node: NodeId, { scene, header, trace }: Moment): Act[] {
  const running = scene.nodes[node]?.step;
  const step = running && !running.done ? header.nodes[node]?.program[running.index + 1] : undefined;
  if (!running || step === undefined || running.message === NONE) return [];
  const nth = countSteps(trace, header, node, step.step, running.message, scene.seq) + 1;
  const whom = nodeName(header, node);
  const message = header.messages[running.message]?.name;
  const when = {
    step: step.step,
    of: whom,
    edge: 'before' as const,
    ...(message === undefined ? {} : { message }),
    ...(nth === 1 ? {} : { nth }),
  };
  const label = `Crash it right before ${step.label || step.step} ${messageTitle(header, running.message)}`;
  return [act('crash', label, { when, what: 'crash', whom, for: DOWN_FOR }, { id: 'crash-before-step', key: null })];
}

function pauseActs(node: NodeId, { scene, header }: Moment): Act[] {
  const whom = nodeName(header, node);
  const title = nodeTitle(header, node);
  const when = { at: momentAfter(scene.at) };
  const { state = 'not-started', slow = 1 } = scene.nodes[node] ?? {};
  const disabled =
    state === 'down' || state === 'ended' ? 'It is down' : state === 'not-started' ? 'It has not started yet' : null;
  const pause =
    state === 'paused'
      ? act(
          'resume',
          `Wake ${title}`,
          { when, what: 'resume', whom },
          { note: 'It goes on with what it believed then' },
        )
      : act(
          'pause',
          `Pause ${title}`,
          { when, what: 'pause', whom },
          { disabled, note: 'The world goes on without it' },
        );
  const pace =
    slow > 1
      ? act('slow', `Let ${title} work at its own pace again`, { when, what: 'slow', whom, factor: 1 }, { disabled })
      : act('slow', `Make ${title} 5 times slower`, { when, what: 'slow', whom, factor: SLOWER }, { disabled });
  return [pause, pace];
}
