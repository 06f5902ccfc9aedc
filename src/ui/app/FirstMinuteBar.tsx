import { lazy, Suspense, type ReactNode } from 'react';
import type { Scene } from '../../analysis/scene/scene';
import { Button, IconButton } from '../design/Button';
import { PauseIcon, PlayIcon } from '../design/firstIcons';
import { messageTitle } from './acts/names';
import { wordsOf } from './acts/occurrence';
import { togglePlaying, useClockStore } from './clockStore';
import { askWhy, backToTheAck, finishFirstMinute, loseTheRinged, mendIt, useRingTarget } from './firstMinute';
import type { Run } from './runStore';
import { useMoment } from './useMoment';
import { useUiStore, type FirstMinutePhase } from './uiStore';
import { verbOf } from './verbs';

/** Of whatever else than the ack somebody has lost: seldom asked for. */
const Sentence = lazy(() => import('./Sentence'));

/** The one sentence under the stage in the first minute, and the one thing to do about it. */
export function FirstMinuteBar() {
  const phase = useUiStore(({ firstMinute }) => firstMinute.phase);
  const playing = useClockStore((state) => state.playing);
  return (
    <>
      <IconButton
        look="plain"
        label={playing ? 'Pause' : 'Play'}
        hint="Space"
        className="first-play"
        data-tip-align="start"
        onClick={togglePlaying}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </IconButton>
      <Caption phase={phase} />
      <Choices phase={phase} />
      <Button look="link" className="first-all" onClick={finishFirstMinute}>
        Show everything
      </Button>
    </>
  );
}

function Caption({ phase }: { readonly phase: FirstMinutePhase }) {
  const moment = useMoment();
  const target = useRingTarget();
  if (moment === null) return <p className="first-caption" />;
  const { run, scene } = moment;
  const { header } = run;
  const [subscription = ''] = header.subscriptions;
  const verb = verbOf(header, subscription) || 'done';
  const [one, many] = header.noun;
  const name = target === null ? `the ${one}` : messageTitle(header, target.message);
  const twice = scene.messages.find(({ subscriptions }) => subscriptions.some(({ effectsAt }) => effectsAt.length > 1));
  const captions: { readonly [P in FirstMinutePhase]: ReactNode } = {
    watching: `Each ${one} goes to a worker, is ${verb}, then acked. Until its ack arrives, the queue keeps it.`,
    ringed: `This ack says that ${name} is ${verb}. Lose it.`,
    untouched: `${scene.messages.length} of ${scene.messages.length} ${many}, once each.`,
    broken: brokenBy(run, scene),
    twice: `${capital(twice === undefined ? name : messageTitle(header, twice.message))} is ${verb} twice.`,
    mended: `The same ack is lost. This time the worker looks ${name} up before anything is ${verb}.`,
    over: '',
  };
  return <p className={`first-caption is-${phase}`}>{captions[phase]}</p>;
}

function Choices({ phase }: { readonly phase: FirstMinutePhase }) {
  switch (phase) {
    case 'ringed':
      return (
        <Button look="primary" onClick={loseTheRinged}>
          Lose it <kbd aria-hidden="true">L</kbd>
        </Button>
      );
    case 'untouched':
      return (
        <Button look="primary" onClick={backToTheAck}>
          Break it
        </Button>
      );
    case 'twice':
      return (
        <>
          <Button look="primary" onClick={askWhy}>
            Why?
          </Button>
          <Button onClick={mendIt}>Mend it</Button>
        </>
      );
    default:
      return null;
  }
}

/** What the fault did, once it has struck; before, what it will do. */
function brokenBy(run: Run, { graveyard, messages }: Scene): ReactNode {
  const { scenario, header } = run;
  const grave = graveyard.find(({ fault }) => fault >= 0);
  if (grave === undefined) return `${scenario.faultTexts[0] ?? ''}.`;
  const message = messages[grave.packet.messages[0] ?? -1];
  if (message === undefined || wordsOf(header, grave.packet.what)?.role !== 'settle')
    return (
      <Suspense fallback={null}>
        <Sentence run={run} seq={grave.seq} />
      </Suspense>
    );
  const verb = verbOf(header, header.subscriptions[0] ?? '') || 'done';
  const isDone = message.subscriptions.some(({ effectsAt }) => effectsAt.length > 0);
  return `The ack is lost. ${capital(messageTitle(header, message.message))} ${isDone ? 'is' : 'may be'} ${verb}, but the queue cannot know.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
