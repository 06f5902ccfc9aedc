import type { Reply, Request } from './protocol';
import { Session } from './session';

/** The worker itself: glue between `self` and a session. */
interface WorkerScope {
  postMessage(message: Reply, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}

const scope = self as unknown as WorkerScope;
const channel = new MessageChannel();
let resume: (() => void) | null = null;
channel.port1.onmessage = () => resume?.();

/** A macrotask, so that messages which wait are handled first; without the clamping of timers. */
const breathe = () =>
  new Promise<void>((resolve) => {
    resume = resolve;
    channel.port2.postMessage(null);
  });

const session = new Session((reply, transfer) => scope.postMessage(reply, transfer), breathe);
scope.onmessage = ({ data }) => void session.handle(data);
