import type { Seq } from '../../engine/units';
import type { Run } from './runStore';
import { sentenceOf } from './sentence';

/** A record in words. */
export default function Sentence({ run, seq }: { readonly run: Run; readonly seq: Seq }) {
  return sentenceOf(run, seq);
}
