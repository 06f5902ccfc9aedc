import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { commands } from '../app/commands';
import { showKey } from '../app/commands/command';
import { setSpeed, SPEEDS, useClockStore } from '../app/clockStore';
import { useEditStore } from '../app/editStore';
import { watchPrevented } from '../app/preventedStore';
import { watchSweep } from '../app/sweepStore';
import { IconButton } from '../design/Button';
import { formatLength, formatSpeed, formatTime } from '../design/format';
import { PauseIcon, PlayIcon } from '../design/firstIcons';
import {
  BackIcon,
  ChevronIcon,
  EndIcon,
  ForwardIcon,
  RedoIcon,
  ReplayIcon,
  StartIcon,
  UndoIcon,
} from '../design/icons';
import { MenuItem } from '../design/MenuItem';
import { Popup } from '../design/Popup';
import { DelayEntry } from './DelayEntry';
import { FaultList } from './FaultList';
import { Scrubber } from './Scrubber';
import { WhatIf } from './WhatIf';
import './transport.css';

/** Time: the clock, how fast it goes, where it stands, and the faults that were put into it. */
export function Transport() {
  const { playing, atEnd } = useClockStore(
    useShallow(({ playing, time, end }) => ({ playing, atEnd: time >= end && end > 0 })),
  );
  useEffect(watchSweep, []);
  useEffect(watchPrevented, []);
  return (
    <div className="transport" role="toolbar" aria-label="Time controls">
      <div className="transport-keys">
        <CommandButton name="toStart" className="transport-rim">
          <StartIcon />
        </CommandButton>
        <CommandButton name="previousEvent">
          <BackIcon />
        </CommandButton>
        <CommandButton
          name="playPause"
          label={playing ? 'Pause' : atEnd ? 'Play again' : 'Play'}
          look="primary"
          className="transport-play"
        >
          {playing ? <PauseIcon /> : atEnd ? <ReplayIcon /> : <PlayIcon />}
        </CommandButton>
        <CommandButton name="nextEvent">
          <ForwardIcon />
        </CommandButton>
        <CommandButton name="toEnd" className="transport-rim">
          <EndIcon />
        </CommandButton>
      </div>
      <Time />
      <SpeedMenu />
      <Scrubber />
      <UndoRedo />
      <FaultList />
      <WhatIf />
      <DelayEntry />
    </div>
  );
}

interface CommandButtonProps {
  readonly name: string;
  readonly label?: string;
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly className?: string;
  readonly disabled?: boolean;
  readonly children: React.ReactNode;
}

/** A command as a button: its label, its key and what it does come from the command itself. */
function CommandButton({
  name,
  label,
  look = 'quiet',
  className = '',
  disabled = false,
  children,
}: CommandButtonProps) {
  const command = commands.find((one) => one.name === name)!;
  return (
    <IconButton
      look={look}
      className={className}
      label={label ?? command.label}
      hint={showKey(command.keys[0]!)}
      disabled={disabled}
      data-tip-align={name === 'toStart' ? 'start' : undefined}
      onClick={() => command.when() && command.do()}
    >
      {children}
    </IconButton>
  );
}

function Time() {
  const text = useClockStore(({ time }) => formatTime(time));
  const gap = useClockStore(({ folding, time, playing }) => (playing ? folding.gapAt(time) : null));
  return (
    <div className="transport-time">
      <output aria-label="Time">{text}</output>
      {gap !== null && <span className="transport-gap">≈ {formatLength(gap.to - gap.from)}: nothing happens</span>}
    </div>
  );
}

function SpeedMenu() {
  const { speed, ownSpeed } = useClockStore(useShallow(({ speed, ownSpeed }) => ({ speed, ownSpeed })));
  const speeds = [...new Set([...SPEEDS, ownSpeed])].sort((a, b) => a - b);
  return (
    <Popup
      role="menu"
      label="Speed"
      side="above"
      align="start"
      className="speed-menu"
      triggerClass="button-quiet speed"
      triggerLabel={`Speed: ${formatSpeed(speed)}`}
      trigger={
        <>
          {formatSpeed(speed)}
          <ChevronIcon />
        </>
      }
    >
      {speeds.map((each) => (
        <MenuItem
          key={each}
          className="speed-item"
          label={formatSpeed(each)}
          note={each === ownSpeed ? 'suits this run' : each === 1 ? 'real time' : ''}
          checked={each === speed}
          onChoose={() => setSpeed(each)}
        />
      ))}
    </Popup>
  );
}

function UndoRedo() {
  const { undoable, redoable } = useEditStore(
    useShallow(({ past, future }) => ({ undoable: past.length > 0, redoable: future.length > 0 })),
  );
  if (!undoable && !redoable) return null;
  return (
    <div className="transport-undo">
      <CommandButton name="undoEdit" disabled={!undoable}>
        <UndoIcon />
      </CommandButton>
      <CommandButton name="redoEdit" disabled={!redoable}>
        <RedoIcon />
      </CommandButton>
    </div>
  );
}
