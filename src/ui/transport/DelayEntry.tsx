import { useDelayEntry } from '../app/delayEntry';

/** What is being typed after D. Screen readers hear each digit from the live region. */
export function DelayEntry() {
  const { fault, typed } = useDelayEntry();
  if (fault === null) return null;
  return (
    <p className="delay-entry" aria-hidden="true">
      Delayed by <b>{typed === '' ? '2' : typed}</b> s<span>digits change it, then Enter</span>
    </p>
  );
}
