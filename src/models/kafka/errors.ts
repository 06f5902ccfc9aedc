import { word } from '../../engine/trace/words';
import type { ErrorCode } from './packets';
import type { BrokerOut } from './state';

const errorName = word('error');

/** Notes on the answer just sent by which error it refuses, if it does. */
export function noteError(error: ErrorCode, out: BrokerOut): void {
  if (error !== null) out.note(errorName, word(error));
}
