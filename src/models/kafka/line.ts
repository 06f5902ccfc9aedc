import type { Input, Out } from '../../engine/actor';
import { NONE, SECOND, type ConnectionId, type Micros, type NodeId } from '../../engine/units';

/** A client's connection to a broker, opened again whenever it is lost. */
export interface Line {
  readonly server: NodeId;
  connection: ConnectionId;
  state: 'down' | 'opening' | 'up';
  /** Attempts that failed in a row. */
  failures: number;
  /** When to do something about it: open it (down) or give up waiting (opening). */
  due: Micros;
}

/** All that a line asks of the engine. */
type LineOut = Pick<Out, 'now' | 'connect' | 'close'>;

/** socket.connection.setup.timeout.ms */
const SETUP_TIMEOUT = 10 * SECOND;
/** reconnect.backoff.max.ms */
const BACKOFF_MAX = SECOND;

export const newLine = (server: NodeId): Line => ({ server, connection: NONE, state: 'down', failures: 0, due: 0 });

export function openLine(line: Line, out: LineOut): void {
  line.connection = out.connect(line.server);
  line.state = 'opening';
  line.due = out.now + SETUP_TIMEOUT;
}

/** What an input means to a line: null if it speaks of another connection. */
export function lineEvent(line: Line, input: Input, backoff: Micros, out: LineOut): 'opened' | 'closed' | null {
  if (input.kind !== 'opened' && input.kind !== 'closed' && input.kind !== 'refused') return null;
  if (line.connection !== input.connection) return null;
  if (input.kind === 'opened') {
    line.state = 'up';
    line.failures = 0;
    return 'opened';
  }
  fail(line, backoff, out);
  return 'closed';
}

/** Gives a connection up that says nothing any more; it will be opened anew. */
export function dropLine(line: Line, backoff: Micros, out: LineOut): void {
  out.close(line.connection);
  fail(line, backoff, out);
}

/** The wait doubles with each failure in a row. Source: ClusterConnectionStates.java, `updateReconnectBackoff`; without its jitter. */
function fail(line: Line, backoff: Micros, out: LineOut): void {
  line.state = 'down';
  line.connection = NONE;
  let wait = backoff;
  for (let i = 0; i < line.failures && wait < BACKOFF_MAX; i += 1) wait *= 2;
  line.failures += 1;
  line.due = out.now + Math.max(backoff, Math.min(wait, BACKOFF_MAX));
}

/** Opens a line that is due, or gives one up that does not open. Returns true for the latter. */
export function tendLine(line: Line, backoff: Micros, out: LineOut): boolean {
  if (line.state === 'up' || out.now < line.due) return false;
  if (line.state === 'opening') {
    dropLine(line, backoff, out);
    return true;
  }
  openLine(line, out);
  return false;
}
