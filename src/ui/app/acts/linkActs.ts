import type { NodeId } from '../../../engine/units';
import { act, type Act, type Moment } from './act';
import { nodeName, nodeTitle } from './names';
import { momentAfter } from './nodeActs';

/** Cut or, of a link that is cut, heal. Each link has two ends and no direction. */
export function cutAct(a: NodeId, b: NodeId, { scene, header }: Moment, label?: string): Act {
  const whom: [string, string] = [nodeName(header, a), nodeName(header, b)];
  const when = { at: momentAfter(scene.at) };
  const link = scene.links.find((other) => (other.a === a && other.b === b) || (other.a === b && other.b === a));
  const ends = `${nodeTitle(header, a)} – ${nodeTitle(header, b)}`;
  if (link?.cut)
    return act('heal', `Heal the link ${ends}`, { when, what: 'heal', whom }, { note: 'What waited is carried on' });
  return act(
    'cut',
    label ?? `Cut the link ${ends}`,
    { when, what: 'cut', whom },
    {
      disabled: link === undefined ? 'There is no link between them' : null,
      note: 'Silence, until a time-out notices',
    },
  );
}

export function linkActs(a: NodeId, b: NodeId, moment: Moment): Act[] {
  const { scene, header } = moment;
  const link = scene.links.find((other) => (other.a === a && other.b === b) || (other.a === b && other.b === a));
  const whom: [string, string] = [nodeName(header, a), nodeName(header, b)];
  const when = { at: momentAfter(scene.at) };
  const lossy =
    (link?.loss ?? 0) > 0
      ? act('loss', 'Let it lose nothing again', { when, what: 'loss', whom, p: 0 })
      : act('loss', 'Let it lose 1 packet in 10', { when, what: 'loss', whom, p: 0.1 });
  return [cutAct(a, b, moment), lossy];
}
