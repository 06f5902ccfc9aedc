import { occurrenceAt } from '../../../analysis/occurrence';
import type { PacketScene } from '../../../analysis/scene/scene';
import { NONE } from '../../../engine/units';
import type { FaultFile } from '../../../scenario/schema/faults';
import { act, type Act, type Moment } from './act';
import { nodeTitle, packetTitle } from './names';
import { crashActs } from './nodeActs';
import { wordsOf } from './occurrence';
import { cutAct } from './linkActs';

/** A packet falls no earlier than here on its way, so that it is seen to have left. */
const ALONG_MIN = 0.3;
const ALONG_MAX = 0.95;
const DELAY = '2s';
const REPEAT = '100ms';

/** What can happen to a packet under way, likeliest first. */
export function packetActs(packet: PacketScene, moment: Moment): Act[] {
  const { header } = moment;
  const label = wordsOf(header, packet.what)?.label ?? 'packet';
  const title = packetTitle(header, label, packet.messages[0] ?? NONE);
  const when = occurrenceAt(moment.trace, header, packet.sent);
  const onConnection = packet.connection !== NONE;
  const gone = packet.isLost ? 'It is lost on its way already' : null;
  return [
    act('lose', `Lose the ${title}`, loseFault(packet, moment, when), {
      disabled: gone,
      note: onConnection ? 'The connection resets: all unacked on it goes back' : 'This attempt only',
    }),
    act(
      'delay',
      `Delay it by 2 s`,
      { when, what: 'delay', by: DELAY },
      {
        disabled: gone,
        note: onConnection ? 'What comes behind it waits, too' : null,
      },
    ),
    act(
      'duplicate',
      'Duplicate it',
      { when, what: 'duplicate', by: REPEAT },
      {
        disabled: onConnection ? 'TCP carries each packet once: the receiver drops a repeated segment' : gone,
      },
    ),
    ...crashActs(packet.to, moment)
      .slice(0, 1)
      .map((crash) => ({ ...crash, id: 'crash-receiver', key: 'X' })),
    ...crashActs(packet.from, moment)
      .slice(0, 1)
      .map((crash) => ({ ...crash, id: 'crash-sender', key: null })),
    cutAct(
      packet.from,
      packet.to,
      moment,
      `Cut the link ${nodeTitle(header, packet.from)} – ${nodeTitle(header, packet.to)}`,
    ),
  ];
}

function loseFault(packet: PacketScene, { scene }: Moment, when: FaultFile['when']): FaultFile {
  const along = alongOf(packet, scene.at);
  return { when, what: 'lose', ...(along === 0.5 ? {} : { along }) };
}

/** How much of its way it has made, rounded up, so that what has been seen stays as it was. */
function alongOf(packet: PacketScene, now: number): number {
  const length = packet.endAt - packet.sentAt;
  if (!Number.isFinite(length) || length <= 0) return 0.5;
  const made = Math.ceil(((Math.floor(now) + 1 - packet.sentAt) / length) * 100) / 100;
  return Math.min(Math.max(made, ALONG_MIN), Math.max(ALONG_MAX, made), 1);
}
