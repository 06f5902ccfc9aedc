import { remembered } from './memory';
import { setTheme, uiStore } from './uiStore';

/** What lasts beyond this visit, once the page stands: its files for a visit without a network, its theme in other tabs. */
export function prepareVisits(): void {
  const { protocol } = location;
  if (import.meta.env.PROD && /^https?:$/.test(protocol) && 'serviceWorker' in navigator) {
    // Refused in private windows and odd places: then the next visit needs the network, as this one did.
    navigator.serviceWorker.register('./sw.js').catch(() => {});
  }
  addEventListener('storage', ({ key }) => {
    if (key !== 'ackscope.theme') return;
    const theme = remembered('theme');
    if ((theme === 'light' || theme === 'dark') && theme !== uiStore.getState().theme) setTheme(theme);
  });
}
