import type { Actor } from '../actor';
import { constant, type Distribution } from '../random/distributions';
import { NONE, type ConnectionId, type RequestId, type Micros } from '../units';
import type { Fault } from '../faults/fault';
import type { LinkSpec, RunSpec } from '../world';
import { textOf } from '../trace/words';
import type { Trace } from '../trace/columns';

/** A client that pings a server, for tests of the engine alone: no broker, every input written down. */

type ToyPacket = { readonly kind: 'ping'; readonly n: number } | { readonly kind: 'pong'; readonly n: number };
type ToyTimer = { readonly kind: 'tick' };

export interface ClientConfig {
  readonly server: number;
  readonly pings: number;
  readonly every: Micros;
  readonly over: 'connection' | 'request';
  readonly reconnectAfter: Micros;
}

interface Memory {
  connection: ConnectionId;
  open: boolean;
  readonly heard: string[];
}

interface Disk {
  sent: number;
  /** Survives crashes: everything that ever happened, for the test to read. */
  readonly log: string[];
}

export const vocabulary = {
  packets: [
    { kind: 'ping', role: 'request', shape: 'message', label: 'ping', sent: '', arrived: '' },
    { kind: 'pong', role: 'response', shape: 'answer', label: 'pong', sent: '', arrived: '' },
  ],
  phrases: [],
} as const;

const client: Actor<ClientConfig, Memory, Disk, ToyPacket, ToyTimer> = {
  kind: 'toy-client',
  vocabulary,
  disk: () => ({ sent: 0, log: [] }),
  memory: () => ({ connection: NONE, open: false, heard: [] }),
  step(self, input, out) {
    const { config, memory, disk } = self;
    const say = (text: string) => disk.log.push(`${out.now} ${text}`);
    switch (input.kind) {
      case 'start':
        if (config.over === 'connection') memory.connection = out.connect(config.server);
        out.timer(config.every, { kind: 'tick' });
        return;
      case 'opened':
        memory.open = true;
        say('opened');
        return;
      case 'closed':
      case 'refused':
        memory.open = false;
        say(input.kind);
        memory.connection = NONE;
        out.timer(config.reconnectAfter, { kind: 'tick' });
        return;
      case 'timer':
        if (config.over === 'connection' && memory.connection === NONE) {
          memory.connection = out.connect(config.server);
          return;
        }
        if (disk.sent >= config.pings) return;
        disk.sent += 1;
        if (config.over === 'request') out.request(config.server, { kind: 'ping', n: disk.sent });
        else if (memory.open) out.send(memory.connection, { kind: 'ping', n: disk.sent });
        else say(`dropped ${disk.sent}`);
        out.timer(config.every, { kind: 'tick' });
        return;
      case 'packet':
      case 'response':
        say(`pong ${input.packet.n}`);
        return;
      case 'unanswered':
        say(input.why);
        return;
      default:
        return;
    }
  },
};

/** When the server stops reading after which ping, and for how long. */
export interface ServerConfig {
  readonly deafAfter: number;
  readonly deafFor: Micros;
}

const server: Actor<ServerConfig, { open: ConnectionId[] }, { readonly log: string[] }, ToyPacket, ToyTimer> = {
  kind: 'toy-server',
  vocabulary,
  disk: () => ({ log: [] }),
  memory: () => ({ open: [] }),
  step(self, input, out) {
    const say = (text: string) => self.disk.log.push(`${out.now} ${text}`);
    if (input.kind === 'accepted') self.memory.open.push(input.connection);
    if (input.kind === 'closed') say('closed');
    if (input.kind === 'timer') out.readOn(self.memory.open[0]!);
    if (input.kind === 'packet') {
      say(`ping ${input.packet.n}`);
      if (input.packet.n === self.config.deafAfter) {
        out.stopReading(input.connection);
        out.timer(self.config.deafFor, { kind: 'tick' }, true);
      }
      out.send(input.connection, { kind: 'pong', n: input.packet.n });
    }
    if (input.kind === 'request') {
      say(`ping ${input.packet.n}`);
      answer(input.request, input.packet.n);
    }
    function answer(request: RequestId, n: number): void {
      out.respond(request, { kind: 'pong', n });
    }
  },
};

export interface ToyOptions {
  readonly pings?: number;
  readonly every?: Micros;
  readonly over?: 'connection' | 'request';
  readonly latency?: Distribution;
  readonly loss?: number;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  readonly deaf?: ServerConfig;
}

export const CLIENT = 0;
export const SERVER = 1;

/** A client and a server, 10 ms apart; a ping each 100 ms. */
export function toySpec({
  pings = 3,
  every = 100_000,
  over = 'connection',
  latency = constant(10_000),
  loss = 0,
  seed = 1,
  faults = [],
  deaf = { deafAfter: NONE, deafFor: 0 },
}: ToyOptions): RunSpec {
  const info = (name: string) => ({
    name,
    title: name,
    subtitle: '',
    column: 'producer' as const,
    program: [],
    code: [],
  });
  const config: ClientConfig = { server: SERVER, pings, every, over, reconnectAfter: 50_000 };
  const links: LinkSpec[] = [{ a: 'client', b: 'server', transport: over, latency, loss }];
  return {
    scenario: 'toy',
    variant: 'plain',
    noun: ['ping', 'pings'],
    seed,
    until: 10_000_000,
    links,
    subscriptions: [],
    faults,
    recordLimit: 100_000,
    nodes: [
      { info: info('client'), actor: client, config, messagePrefix: 'ping' },
      { info: info('server'), actor: server, config: deaf satisfies ServerConfig, messagePrefix: '' },
    ],
  };
}

/** The records of a trace as short lines, without those of the kinds left out. */
export function lines(trace: Trace, ...without: string[]): string[] {
  return [...trace.records()]
    .filter(({ kind }) => !without.includes(kind))
    .map((record) => {
      switch (record.kind) {
        case 'sent':
          return `${record.at} sent ${textOf(record.what)} #${record.packet}`;
        case 'arrived':
          return `${record.at} arrived #${record.packet}`;
        case 'lost':
          return `${record.at} lost #${record.packet} ${textOf(record.why)}`;
        case 'connection':
          return `${record.at} connection ${textOf(record.state)}`;
        case 'node':
          return `${record.at} node ${record.node} ${textOf(record.state)}`;
        case 'link':
          return `${record.at} link ${textOf(record.state)}`;
        case 'ended':
          return `${record.at} ended ${textOf(record.why)}`;
        default:
          return `${record.at} ${record.kind}`;
      }
    });
}
