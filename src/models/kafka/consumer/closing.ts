import { SECOND } from '../../../engine/units';
import type { ConsumerSignal } from '../../ports';
import { commitOnClose } from './committing';
import { revokeAll } from './fetching';
import { leaveGroup } from './membership';
import type { Consumer, ConsumerOut } from './state';

/**
 * close(): between two polls the program stops. With auto-commit the positions are committed once more, then the
 * member leaves, and its partitions are given to others at once. Source: ClassicKafkaConsumer.java, `close`;
 * ConsumerCoordinator.java, `close`; AbstractCoordinator.java, `maybeLeaveGroup`; truth sheet §3.3, §3.9.
 */

/** CloseOptions, default timeout: how long the last commit is tried. */
const CLOSE_TIMEOUT = 30 * SECOND;

/** The program asks for it. One that waits inside poll is woken; any other closes when it comes to its next poll. */
export function close(self: Consumer, out: ConsumerOut): ConsumerSignal {
  self.memory.isClosing = true;
  if (self.memory.isPolling) beginClosing(self, out);
  return goOnClosing(self, out);
}

export function beginClosing(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  memory.wasMember = memory.state === 'member' || memory.state === 'joining';
  if (memory.state === 'member' && config.enableAutoCommit) commitOnClose(self, out.now + CLOSE_TIMEOUT, out);
  revokeAll(self, out);
  memory.state = 'closing';
}

/** Leaves, once no commit is awaited any more. */
export function goOnClosing(self: Consumer, out: ConsumerOut): ConsumerSignal {
  const { memory } = self;
  if (memory.state !== 'closing' || memory.commits.length > 0) return 'nothing';
  // A static member keeps its place until its session is over: whoever comes back with its id has it again.
  if (memory.wasMember && self.config.groupInstanceId === null) leaveGroup(self, out);
  const lines = [...memory.fetchers.map(({ line }) => line), memory.coordinating];
  for (const { state, connection } of lines) if (state !== 'down') out.close(connection);
  return 'closed';
}
