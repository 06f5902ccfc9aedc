import { useEffect, useState } from 'react';
import { linkNow } from '../app/addressSync';
import { useRunStore } from '../app/runStore';
import { say } from '../app/speech';
import { notify, setHelpOpen, setTheme, useUiStore } from '../app/uiStore';
import { Button, IconButton } from '../design/Button';
import { HelpIcon, LinkIcon, MoonIcon, SunIcon } from '../design/icons';
import { ScenarioMenu } from './ScenarioMenu';
import { VariantSwitcher } from './VariantSwitcher';
import './header.css';

/** The scenario, its claim, its variants; sharing, help and theme. In the first minute the name and the theme alone. */
export function Header({ bare }: { readonly bare: boolean }) {
  const scenario = useRunStore(({ run }) => run?.scenario ?? null);
  return (
    <>
      <span className="logo">
        Ack<b>Scope</b>
      </span>
      {bare ? <h1 className="sr-only">{scenario?.title ?? 'AckScope'}</h1> : scenario !== null && <ScenarioMenu title={scenario.title} id={scenario.id} />}
      {scenario !== null && !bare && <p className="claim">“{scenario.claim}”</p>}
      <span className="header-space" />
      {!bare && scenario !== null && <VariantSwitcher variant={scenario.variant} variants={scenario.variants} />}
      {!bare && <Share />}
      {!bare && (
        <IconButton look="quiet" label="Keys" hint="?" data-tip-side="below" data-tip-align="end" onClick={() => setHelpOpen(true)}>
          <HelpIcon />
        </IconButton>
      )}
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

function ThemeButton() {
  const theme = useUiStore((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton look="quiet" label={`Switch to ${other}`} data-tip-side="below" data-tip-align="end" onClick={() => setTheme(other)}>
      {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </IconButton>
  );
}
