import type { Input, PacketLike, TimerLike } from './actor';
import { NONE, type ConnectionId, type CopyId, type MessageId, type NodeId, type RequestId } from './units';
import type { Flight } from './world';

/**
 * What any kind of input has: all fields always there, in one order, so that inputs of all kinds are of one shape to
 * the machine. A step asks each of its inputs for its `kind`; with a shape for each kind that is a search every time.
 */
interface AnyInput {
  kind: Input['kind'];
  first: boolean;
  timer: TimerLike;
  connection: ConnectionId;
  request: RequestId;
  from: NodeId;
  peer: NodeId;
  packet: PacketLike;
  copy: CopyId;
  message: MessageId;
  error: string | null;
  why: 'refused' | 'reset';
}

const NOTHING = { kind: '' };

const blank = (kind: Input['kind']): AnyInput => ({
  kind,
  first: true,
  timer: NOTHING,
  connection: NONE,
  request: NONE,
  from: NONE,
  peer: NONE,
  packet: NOTHING,
  copy: NONE,
  message: NONE,
  error: null,
  why: 'refused',
});

/** One input object a kind, reused: a step may keep what is in it, never the input itself. */
export class Inputs {
  private readonly startInput = blank('start');
  private readonly timerInput = blank('timer');
  private readonly packetInput = blank('packet');
  private readonly requestInput = blank('request');
  private readonly responseInput = blank('response');

  start(first: boolean): Input {
    this.startInput.first = first;
    return this.startInput as Input;
  }

  timer(timer: TimerLike): Input {
    this.timerInput.timer = timer;
    return this.timerInput as Input;
  }

  packet(flight: Flight): Input {
    const input = this.packetInput;
    input.connection = flight.connection;
    return filled(input, flight);
  }

  request(flight: Flight): Input {
    const input = this.requestInput;
    input.request = flight.request;
    return filled(input, flight);
  }

  response(flight: Flight): Input {
    const input = this.responseInput;
    input.request = flight.request;
    return filled(input, flight);
  }

  unanswered(request: RequestId, why: 'refused' | 'reset'): Input {
    return { ...blank('unanswered'), request, why } as Input;
  }

  opened(connection: ConnectionId, peer: NodeId): Input {
    return ofConnection('opened', connection, peer);
  }

  accepted(connection: ConnectionId, peer: NodeId): Input {
    return ofConnection('accepted', connection, peer);
  }

  refused(connection: ConnectionId, peer: NodeId): Input {
    return ofConnection('refused', connection, peer);
  }

  closed(connection: ConnectionId, peer: NodeId): Input {
    return ofConnection('closed', connection, peer);
  }
}

function filled(input: AnyInput, { from, body, copy, message, error }: Flight): Input {
  input.from = from;
  input.packet = body;
  input.copy = copy;
  input.message = message;
  input.error = error;
  return input as Input;
}

function ofConnection(kind: 'opened' | 'accepted' | 'refused' | 'closed', connection: ConnectionId, peer: NodeId) {
  const input = blank(kind);
  input.connection = connection;
  input.peer = peer;
  return input as Input;
}
