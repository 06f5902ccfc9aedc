import { useEffect, useState } from 'react';
import { linkNow } from '../app/addressSync';
import { useRunStore } from '../app/runStore';
import { say } from '../app/speech';
import { notify, setHelpOpen } from '../app/uiStore';
import { Button, IconButton } from '../design/Button';
import { HelpIcon, LinkIcon } from '../design/icons';
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
      <Share />
      <IconButton
        look="quiet"
        label="Keys"
        hint="?"
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

const SAID_MS = 2_000;

function Share() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async (): Promise<void> => {
    const link = linkNow();
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      say('Link copied. It opens this moment.', 'now');
    } catch {
      notify({ kind: 'info', text: 'The clipboard is closed to this page. Copy the link from here:', raw: link });
    }
  };
  return (
    <Button onClick={() => void share()} className="share" title="Copies a link that opens exactly this moment">
      <LinkIcon />
      <span>{copied ? 'Link copied' : 'Share'}</span>
    </Button>
  );
}
