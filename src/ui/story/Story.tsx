import './story.css';

/** Why: the story of one message as a chain of causes. */
export default function Story() {
  return <p className="story-empty">Choose a message in the ledger.</p>;
}
