import { useState } from 'react';
import type { NodeInfo } from '../../engine/trace/header';
import type { Scene } from '../../analysis/scene/scene';
import type { MessageId } from '../../engine/units';
import type { Run } from '../app/runStore';
import { messageTitle } from '../app/acts/names';
import { useMoment } from '../app/useMoment';
import { Token } from '../design/Token';
import './code.css';

/** A program is over when its message has left the hand. */
function isInHand(node: NodeInfo, message: MessageId, { header }: Run, { places, nodes }: Scene): boolean {
  const hands = header.places.filter((place) => place.node === node.id && place.shape === 'hand');
  const state = nodes[node.id]?.state;
  if (state === 'down' || state === 'ended') return false;
  return hands.length === 0 || hands.some(({ id }) => places[id]?.copies.some((copy) => copy.message === message));
}

interface Running {
  readonly node: NodeInfo;
  readonly line: number;
  readonly message: number;
  readonly done: boolean;
}

/** The programs of producers and consumers, with the line that runs lit for each of them. */
export default function Code() {
  const moment = useMoment();
  const [chosen, choose] = useState<string | null>(null);
  if (moment === null) return null;
  const { run, scene } = moment;
  const programs = new Map<string, NodeInfo[]>();
  for (const node of run.header.nodes) {
    if (node.code.length === 0) continue;
    const text = node.code.join('\n');
    programs.set(text, [...(programs.get(text) ?? []), node]);
  }
  if (programs.size === 0) return <p className="code-empty">Nothing here runs a program of its own.</p>;
  const texts = [...programs.keys()];
  const text = chosen !== null && programs.has(chosen) ? chosen : texts[0]!;
  const nodes = programs.get(text)!;
  const running = nodes.flatMap((node): Running[] => {
    const step = scene.nodes[node.id]?.step;
    const line = step ? node.program[step.index]?.line : undefined;
    return step && line !== undefined
      ? [{ node, line, message: step.message, done: step.done || !isInHand(node, step.message, run, scene) }]
      : [];
  });
  return (
    <div className="code">
      {texts.length > 1 && (
        <label className="outcome-of">
          Program of
          <select value={text} onChange={(event) => choose(event.target.value)}>
            {texts.map((each) => (
              <option key={each} value={each}>
                {programs
                  .get(each)!
                  .map(({ title }) => title)
                  .join(', ')}
              </option>
            ))}
          </select>
        </label>
      )}
      <h2 className="code-title">{nodes.map(({ title }) => title).join(', ')}</h2>
      <ol className="code-lines">
        {nodes[0]!.code.map((line, number) => {
          const here = running.filter((one) => one.line === number);
          return (
            <li key={number} className={here.some(({ done }) => !done) ? 'code-line is-running' : 'code-line'}>
              <code>{line === '' ? ' ' : line}</code>
              <span className="code-here">
                {here.map(({ node, message, done }) => (
                  <span
                    key={node.id}
                    className={done ? 'code-at is-done' : 'code-at'}
                    title={`${node.title}, ${messageTitle(run.header, message)}`}
                  >
                    {node.title.replace(/^.*?(\d+)$/, '$1')}
                    {message >= 0 && (
                      <Token
                        small
                        number={run.header.messages[message]?.number ?? '?'}
                        hue={run.hues[message] ?? 'slate'}
                      />
                    )}
                    <span className="sr-only">
                      {node.title} {done ? 'was' : 'is'} here with {messageTitle(run.header, message)}
                    </span>
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="code-note">
        A mark at a line is a worker with the message it has in hand. A crash can fall between any two lines.
      </p>
    </div>
  );
}
