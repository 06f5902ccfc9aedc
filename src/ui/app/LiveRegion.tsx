import { useMoment } from './useMoment';
import { useSpeech } from './speech';
import { count } from '../design/format';

/** The one place from which the page speaks of itself: politely, but for the answer to one's own key. */
export function LiveRegion() {
  const { text, turn, urgency } = useSpeech((state) => state);
  return (
    <>
      <div className="sr-only" role="status" aria-live="polite" aria-atomic="true">
        {urgency === 'event' && <span key={turn}>{text}</span>}
      </div>
      <div className="sr-only" role="status" aria-live="assertive" aria-atomic="true">
        {urgency === 'now' && <span key={turn}>{text}</span>}
      </div>
    </>
  );
}

/** What is on the page, for those who do not see it: the stage, the controls, where we are, what to do. */
export function Summary() {
  const moment = useMoment();
  if (moment === null) return null;
  const { run, scene } = moment;
  const { nodes, places, noun } = run.header;
  const named = (column: string): string =>
    nodes
      .filter((node) => node.column === column)
      .map(({ title }) => title)
      .join(', ');
  const queues = places
    .filter(({ shape }) => shape === 'slots' || shape === 'log')
    .map(({ title }) => title)
    .join(', ');
  return (
    <section className="sr-only" aria-label="Summary">
      <p>
        “{run.scenario.claim}” Producers: {named('producer')}. Brokers: {named('broker')}, with {queues}. Consumers:{' '}
        {named('consumer')}. Stores: {named('store')}.
      </p>
      <p>
        Time controls, {count(run.scenario.faults.length, 'fault')}, matrix, ledger and a log of every event follow.
      </p>
      <p>
        So far {count(scene.messages.length, noun[0], noun[1])}, {scene.packets.size} packets under way.
      </p>
      <p>
        Right and left go from event to event. Each packet under way can be lost with L. Question mark lists all keys.
      </p>
    </section>
  );
}
