import { word } from './trace/words';

/** The engine's own words. Models and readers may use them, too. */
export const W = {
  // why a packet did not arrive
  lost: word('lost'),
  reset: word('reset'),
  receiverDown: word('receiver-down'),
  closed: word('closed'),
  cut: word('cut'),
  // a connection's states
  opening: word('opening'),
  open: word('open'),
  refused: word('refused'),
  // a node's states
  started: word('started'),
  crashed: word('crashed'),
  ended: word('ended'),
  restarted: word('restarted'),
  paused: word('paused'),
  resumed: word('resumed'),
  slowed: word('slowed'),
  // a link's states
  healed: word('healed'),
  lossy: word('lossy'),
  // why a run ended
  settled: word('settled'),
  until: word('until'),
  limit: word('limit'),
  // beliefs
  acknowledged: word('acknowledged'),
  failed: word('failed'),
  unknown: word('unknown'),
  // a place's states
  made: word('made'),
  gone: word('gone'),
  // facts the engine itself states
  delayed: word('delayed'),
  repeated: word('repeated'),
  erred: word('erred'),
  // keys of draws
  latency: word('latency'),
  loss: word('loss'),
  // why copies leave a place, as all models say it
  moved: word('moved'),
  acked: word('acked'),
  rejected: word('rejected'),
  expired: word('expired'),
  overflowed: word('overflowed'),
  truncated: word('truncated'),
  forgotten: word('forgotten'),
  requeued: word('requeued'),
  deadLettered: word('dead-lettered'),
  done: word('done'),
} as const;
