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

/** Crash, now or when the step that runs is done; of a node that is down, its restart. */
export function crashActs(node: NodeId, moment: Moment): Act[] {
  const { scene, header } = moment;
  const whom = nodeName(header, node);
  const title = nodeTitle(header, node);
  const when = { at: momentAfter(scene.at) };
  const state = scene.nodes[node]?.state ?? 'not-started';
  if (state === 'down') return [act('restart', `Restart ${title}`, { when, what: 'restart', whom })];
  const disabled = state === 'not-started' ? 'It has not started yet' : null;
  const crash = act('crash', `Crash ${title} for 1 s`, { when, what: 'crash', whom, for: DOWN_FOR }, {
    disabled, note: 'Memory is gone, what was written stays',
  });
  return [crash, ...afterStep(node, moment)];
}

function afterStep(node: NodeId, { scene, header, trace }: Moment): Act[] {
  const running = scene.nodes[node]?.step;
  const step = running && !running.done ? header.nodes[node]?.program[running.index] : undefined;
  if (!running || step === undefined) return [];
  const message = header.messages[running.message]?.name;
  const nth = countSteps(trace, header, node, step.step, running.message, scene.seq);
  const when = {
    step: step.step, of: nodeName(header, node), edge: 'after' as const,
    ...(message === undefined || running.message === NONE ? {} : { message }),
    ...(nth <= 1 ? {} : { nth }),
  };
  const about = message === undefined ? '' : ` ${messageTitle(header, running.message)}`;
  const label = `Crash it right after ${step.label || step.step}${about}`;
  return [act('crash', label, { when, what: 'crash', whom: nodeName(header, node), for: DOWN_FOR }, { id: 'crash-after-step', key: null })];
}

function pauseActs(node: NodeId, { scene, header }: Moment): Act[] {
  const whom = nodeName(header, node);
  const title = nodeTitle(header, node);
  const when = { at: momentAfter(scene.at) };
  const { state = 'not-started', slow = 1 } = scene.nodes[node] ?? {};
  const disabled = state === 'down' ? 'It is down' : state === 'not-started' ? 'It has not started yet' : null;
  const pause = state === 'paused'
    ? act('resume', `Wake ${title}`, { when, what: 'resume', whom }, { note: 'It goes on with what it believed then' })
    : act('pause', `Pause ${title}`, { when, what: 'pause', whom }, { disabled, note: 'The world goes on without it' });
  const pace = slow > 1
    ? act('slow', `Let ${title} work at its own pace again`, { when, what: 'slow', whom, factor: 1 }, { disabled })
    : act('slow', `Make ${title} 5 times slower`, { when, what: 'slow', whom, factor: SLOWER }, { disabled });
  return [pause, pace];
}
