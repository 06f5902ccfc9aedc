import { useRunStore } from '../app/runStore';
import { setTheme, useUiStore } from '../app/uiStore';
import { IconButton } from '../design/Button';
import { MoonIcon, SunIcon } from '../design/firstIcons';
import './header.css';

/** The head of the page in the first minute: its name and its theme. */
export function FirstHeader() {
  const title = useRunStore(({ run }) => run?.scenario.title ?? 'AckScope');
  return (
    <>
      <Logo />
      <h1 className="sr-only">{title}</h1>
      <span className="header-space" />
      <ThemeButton />
    </>
  );
}

export const Logo = () => (
  <span className="logo">
    Ack<b>Scope</b>
  </span>
);

export function ThemeButton() {
  const theme = useUiStore((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton
      look="quiet"
      label={`Switch to ${other}`}
      data-tip-side="below"
      data-tip-align="end"
      onClick={() => setTheme(other)}
    >
      {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </IconButton>
  );
}
