import { useEffect, useState } from 'react';
import { compare } from '../app/commands/compare';
import { useRunStore } from '../app/runStore';
import { shareLink } from '../app/share';
import { openPalette, setHelpOpen, showExport, useUiStore } from '../app/uiStore';
import { Button, IconButton } from '../design/Button';
import { BesideIcon, HelpIcon, LinkIcon, SaveIcon, SearchIcon } from '../design/icons';
import { Logo, ThemeButton } from './FirstHeader';
import { ScenarioMenu } from './ScenarioMenu';
import { VariantSwitcher } from './VariantSwitcher';
import './header.css';

/** The scenario, its claim, its variants; sharing, help and theme. */
export function Header() {
  const scenario = useRunStore(({ run }) => run?.scenario ?? null);
  return (
    <>
      <Logo />
      <ScenarioMenu title={scenario?.title ?? 'Scenarios'} id={scenario?.id ?? ''} />
      {scenario !== null && <p className="claim">“{scenario.claim}”</p>}
      <span className="header-space" />
      {scenario !== null && <VariantSwitcher variant={scenario.variant} variants={scenario.variants} />}
      {scenario !== null && <Compare />}
      <Share />
      <IconButton
        look="quiet"
        label="Take it away"
        hint="E"
        className="export-button"
        data-tip-side="below"
        data-tip-align="end"
        onClick={() => showExport(true)}
      >
        <SaveIcon />
      </IconButton>
      <IconButton
        look="quiet"
        label="Do or find anything"
        hint="Ctrl+K"
        data-tip-side="below"
        data-tip-align="end"
        onClick={() => openPalette('all')}
      >
        <SearchIcon />
      </IconButton>
      <IconButton
        look="quiet"
        label="Keys"
        hint="?"
        className="keys-button"
        data-tip-side="below"
        data-tip-align="end"
        onClick={() => setHelpOpen(true)}
      >
        <HelpIcon />
      </IconButton>
      <ThemeButton />
    </>
  );
}

function Compare() {
  const isOn = useUiStore(({ beside }) => beside !== null);
  if (!compare.when()) return null;
  return (
    <IconButton
      look="quiet"
      label={isOn ? 'One run' : 'Another future beside this one'}
      hint="B"
      aria-pressed={isOn}
      data-tip-side="below"
      data-tip-align="end"
      onClick={compare.do}
    >
      <BesideIcon />
    </IconButton>
  );
}

const SAID_MS = 2_000;

function Share() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async (): Promise<void> => {
    if (await shareLink()) setCopied(true);
  };
  return (
    <Button onClick={() => void share()} className="share" title="Copies a link that opens exactly this moment">
      <LinkIcon />
      <span>{copied ? 'Link copied' : 'Share'}</span>
    </Button>
  );
}
