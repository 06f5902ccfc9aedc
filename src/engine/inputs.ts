import type { Input, PacketLike, TimerLike } from './actor';
import { NONE, type ConnectionId, type NodeId, type RequestId } from './units';
import type { Flight } from './world';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Of<K extends Input['kind']> = Mutable<Extract<Input, { kind: K }>>;

const NO_PACKET: PacketLike = { kind: '' };
const NO_TIMER: TimerLike = { kind: '' };

/** One input object a shape, reused: a step may keep what is in it, never the input itself. */
export class Inputs {
  private readonly startInput: Of<'start'> = { kind: 'start', first: true };
  private readonly timerInput: Of<'timer'> = { kind: 'timer', timer: NO_TIMER };
  private readonly packetInput: Of<'packet'> = {
    kind: 'packet',
    connection: NONE,
    from: NONE,
    packet: NO_PACKET,
    copy: NONE,
    message: NONE,
    error: null,
  };
  private readonly requestInput: Of<'request'> = {
    kind: 'request',
    request: NONE,
    from: NONE,
    packet: NO_PACKET,
    copy: NONE,
    message: NONE,
    error: null,
  };
  private readonly responseInput: Of<'response'> = {
    kind: 'response',
    request: NONE,
    from: NONE,
    packet: NO_PACKET,
    copy: NONE,
    message: NONE,
  };

  start(first: boolean): Input {
    this.startInput.first = first;
    return this.startInput;
  }

  timer(timer: TimerLike): Input {
    this.timerInput.timer = timer;
    return this.timerInput;
  }

  packet(flight: Flight): Input {
    const input = this.packetInput;
    input.connection = flight.connection;
    input.from = flight.from;
    input.packet = flight.body;
    input.copy = flight.copy;
    input.message = flight.message;
    input.error = flight.error;
    return input;
  }

  request(flight: Flight): Input {
    const input = this.requestInput;
    input.request = flight.request;
    input.from = flight.from;
    input.packet = flight.body;
    input.copy = flight.copy;
    input.message = flight.message;
    input.error = flight.error;
    return input;
  }

  response(flight: Flight): Input {
    const input = this.responseInput;
    input.request = flight.request;
    input.from = flight.from;
    input.packet = flight.body;
    input.copy = flight.copy;
    input.message = flight.message;
    return input;
  }

  unanswered(request: RequestId, why: 'refused' | 'reset'): Input {
    return { kind: 'unanswered', request, why };
  }

  opened(connection: ConnectionId, peer: NodeId): Input {
    return { kind: 'opened', connection, peer };
  }

  accepted(connection: ConnectionId, peer: NodeId): Input {
    return { kind: 'accepted', connection, peer };
  }

  refused(connection: ConnectionId, peer: NodeId): Input {
    return { kind: 'refused', connection, peer };
  }

  closed(connection: ConnectionId, peer: NodeId): Input {
    return { kind: 'closed', connection, peer };
  }
}
