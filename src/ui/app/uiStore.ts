import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PacketId } from '../../engine/units';
import { remember, remembered } from './memory';

/** `projector`: light, with its lines darker and broader. */
export type Theme = 'light' | 'dark' | 'projector';
export type SideTab = 'outcome' | 'story' | 'settings' | 'code' | 'file';
export type LowerTab = 'space' | 'plots' | 'log' | 'known' | 'operator';

/** In the order on screen: the number keys follow it. */
export const SIDE_TABS: readonly SideTab[] = ['outcome', 'story', 'settings', 'code', 'file'];
export const LOWER_TABS: readonly LowerTab[] = ['space', 'plots', 'log', 'known', 'operator'];

export const TAB_LABELS: { readonly [T in SideTab | LowerTab]: string } = {
  outcome: 'Outcome',
  story: 'Story',
  settings: 'Settings',
  code: 'Code',
  space: 'Space-time',
  file: 'File',
  plots: 'Plots',
  log: 'Log',
  known: 'Who knew what',
  operator: 'Operator',
};

/** The key that shows a tab, counted from 0: `1` to `9`, then `0`, as on a keyboard. */
export const tabKey = (index: number): string => String((index + 1) % 10);

/** Beside: the same run without its faults. No variant is called so. */
export const CALM = '-';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'warning';
  readonly text: string;
  /** What could not be read, as it stands. */
  readonly raw: string | null;
}

/**
 * The first minute (TEACHING §3.9). `watching`: moving, nothing asked. `ringed`: the first ack is under
 * way, slowed and ringed. `untouched`: it ended well. `broken`: a fault struck. `twice`: its duplicate is
 * there. `mended`: the mended variant plays. `over`: the whole workbench.
 */
export type FirstMinutePhase = 'watching' | 'ringed' | 'untouched' | 'broken' | 'twice' | 'mended' | 'over';

export interface FirstMinute {
  readonly phase: FirstMinutePhase;
  /** The packet that the stage rings ("click to lose it"): a click loses it at once. */
  readonly ring: PacketId | null;
}

interface UiState {
  readonly theme: Theme;
  /** Of the panel beside the stage; on a phone it holds the lower panel's tabs, too. */
  readonly tab: SideTab | LowerTab;
  readonly lowerTab: LowerTab;
  /** Which settings are shown: those that the scenario is about, or all there are. */
  readonly settings: 'few' | 'all';
  readonly helpOpen: boolean;
  readonly exportOpen: boolean;
  /** The command palette: open on everything, or on messages alone; null: closed. */
  readonly palette: 'all' | 'messages' | null;
  /** The run beside this one: a variant's id, CALM for the same without faults; null: none. */
  readonly beside: string | null;
  readonly firstMinute: FirstMinute;
  readonly notices: readonly Notice[];
  /** Single keys act; WCAG 2.1.4 wants a way to switch them off. */
  readonly keys: boolean;
  /** Fast playing slows down for a beat at the first fault and the first duplicate. */
  readonly slowsDown: boolean;
}

function themeNow(): Theme {
  const theme = typeof document === 'undefined' ? undefined : document.documentElement.dataset['theme'];
  return theme === 'dark' || theme === 'projector' ? theme : 'light';
}

export const uiStore = createStore<UiState>(() => ({
  theme: themeNow(),
  tab: 'outcome',
  lowerTab: 'space',
  settings: 'few',
  helpOpen: false,
  exportOpen: false,
  palette: null,
  beside: null,
  firstMinute: { phase: 'over', ring: null },
  notices: [],
  keys: remembered('keys') !== 'off',
  slowsDown: remembered('slow-down') !== 'off',
}));

export const useUiStore = <T>(selector: (state: UiState) => T): T => useStore(uiStore, selector);

export function setTheme(theme: Theme): void {
  remember('theme', theme);
  document.documentElement.dataset['theme'] = theme;
  uiStore.setState({ theme });
}

export const showTab = (tab: SideTab | LowerTab): void => uiStore.setState({ tab });
export const showLowerTab = (lowerTab: LowerTab): void => uiStore.setState({ lowerTab });
export const showSettings = (settings: UiState['settings']): void => uiStore.setState({ settings });
export const setHelpOpen = (helpOpen: boolean): void => uiStore.setState({ helpOpen });
export const showExport = (exportOpen: boolean): void => uiStore.setState({ exportOpen });
export const openPalette = (palette: UiState['palette']): void => uiStore.setState({ palette });
export const showBeside = (beside: string | null): void => uiStore.setState({ beside });
export const setFirstMinute = (next: Partial<FirstMinute>): void =>
  uiStore.setState(({ firstMinute }) => ({ firstMinute: { ...firstMinute, ...next } }));

export function setSlowsDown(slowsDown: boolean): void {
  remember('slow-down', slowsDown ? 'on' : 'off');
  uiStore.setState({ slowsDown });
}

export function setKeys(keys: boolean): void {
  remember('keys', keys ? 'on' : 'off');
  uiStore.setState({ keys });
}

let nextNotice = 1;

/** Says something beside the stage until it is dismissed. The same text is said once. */
export function notify(notice: { readonly kind: Notice['kind']; readonly text: string; readonly raw?: string }): void {
  const { notices } = uiStore.getState();
  if (notices.some(({ text }) => text === notice.text)) return;
  const id = nextNotice;
  nextNotice += 1;
  uiStore.setState({ notices: [...notices.slice(-4), { raw: null, ...notice, id }] });
}

export const dismissNotice = (id: number): void =>
  uiStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));

/** The gallery's entry that the page was opened with (`#gallery`, `#gallery/outcome`); null: it is no gallery. */
const gallery = typeof location === 'undefined' ? null : (/^#gallery(?:\/([\w-]+))?$/.exec(location.hash) ?? null);
export const galleryEntry = (): string | null => (gallery === null ? null : (gallery[1] ?? ''));
