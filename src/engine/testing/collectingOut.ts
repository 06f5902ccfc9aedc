import type { NewPlace, Out, PacketLike, StepVerdict, TimerLike } from '../actor';
import type { Word } from '../trace/words';
import { textOf } from '../trace/words';
import { NONE, type Micros } from '../units';

/** An Out that carries nothing out: it keeps what a step asks for as short lines, for tests of one step at a time. */
export class CollectingOut implements Out {
  now: Micros = 0;
  last = NONE;
  readonly said: string[] = [];
  /** Packets sent, in order. */
  readonly packets: PacketLike[] = [];
  private copies = 1000;
  private timers = 0;
  private requests = 0;

  /** What was said since the last call. */
  drain(): string[] {
    return this.said.splice(0);
  }

  private say(text: string): void {
    this.said.push(text);
  }

  connect(server: number): number {
    this.say(`connect ${server}`);
    return 1;
  }
  close(connection: number): void {
    this.say(`close ${connection}`);
  }
  stopReading(connection: number): void {
    this.say(`stop reading ${connection}`);
  }
  readOn(connection: number): void {
    this.say(`read on ${connection}`);
  }
  alert(isOpen: boolean): void {
    this.say(isOpen ? 'alert' : 'no alert');
  }
  send(connection: number, packet: PacketLike): number {
    this.packets.push(packet);
    this.say(`${packet.kind} on ${connection}`);
    return this.packets.length - 1;
  }
  sendCopy(connection: number, packet: PacketLike, message: number): number {
    this.packets.push(packet);
    this.say(`${packet.kind} of ${message} on ${connection}`);
    return this.copies++;
  }
  carry(message: number): number {
    this.say(`carries ${message}`);
    return this.copies++;
  }
  note(name: Word, value: number): void {
    this.say(`note ${textOf(name)} ${value}`);
  }
  request(): number {
    return 0;
  }
  requestCopy(server: number, packet: PacketLike, message: number): number {
    this.packets.push(packet);
    this.say(`${packet.kind} of ${message} to ${server}`);
    this.requests += 1;
    return this.requests;
  }
  abandon(request: number): void {
    this.say(`abandon ${request}`);
  }
  respond(): void {
    this.say('respond');
  }
  timer(delay: Micros, timer: TimerLike): number {
    this.say(`timer ${timer.kind} in ${delay}`);
    this.timers += 1;
    return this.timers;
  }
  cancel(timer: number): void {
    this.say(`cancel ${timer}`);
  }
  draw(): Micros {
    return 1_000;
  }
  chance(): number {
    return 0.5;
  }
  work(duration: Micros): Micros {
    return duration;
  }
  produce(number: number): number {
    this.say(`produce ${number}`);
    return number - 1;
  }
  intend(message: number, subscription: number): void {
    this.say(`intend ${message} for ${subscription}`);
  }
  put(place: number, message: number, _parent: number, index: number): number {
    this.say(`put ${message} in ${place} at ${index}`);
    return this.copies++;
  }
  body(): number {
    return 0;
  }
  rest(place: number, _copy: number, message: number): void {
    this.say(`rest ${message} in ${place}`);
  }
  take(_copy: number, place: number, why: Word): void {
    this.say(`take from ${place}: ${textOf(why)}`);
  }
  owe(message: number, subscription: number): void {
    this.say(`owe ${message} to ${subscription}`);
  }
  release(message: number, subscription: number, _copy: number, why: Word): void {
    this.say(`release ${message} for ${subscription}: ${textOf(why)}`);
  }
  effect(message: number, subscription: number): void {
    this.say(`effect ${message} for ${subscription}`);
  }
  learn(message: number, belief: Word): void {
    this.say(`learn ${message} ${textOf(belief)}`);
  }
  mark(_place: number, name: Word, _owner: number, value: number): void {
    this.say(`mark ${textOf(name)} ${value}`);
  }
  clock(name: Word, _message: number, duration: Micros): number {
    this.say(`clock ${textOf(name)} ${duration}`);
    return 0;
  }
  stop(): void {
    this.say('stop');
  }
  fact(name: Word, _value: number, message: number = NONE): void {
    this.say(`fact ${textOf(name)}${message === NONE ? '' : ` of ${message}`}`);
  }
  step(): StepVerdict {
    return 'go';
  }
  exit(): void {
    this.say('exit');
  }
  newPlace(info: NewPlace): number {
    this.say(`new place ${info.name}`);
    return 99;
  }
  dropPlace(place: number): void {
    this.say(`drop place ${place}`);
  }
  because(): void {
    // A cause is nothing that a test of one step looks at.
  }
}
