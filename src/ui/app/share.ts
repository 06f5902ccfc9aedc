import { say } from './speech';
import { notify } from './uiStore';

/** Copies a link that opens exactly this moment; shows it where the clipboard is closed. True if it was copied. */
export async function shareLink(): Promise<boolean> {
  const { linkNow } = await import('./addressSync');
  const link = await linkNow();
  try {
    await navigator.clipboard.writeText(link);
    say('Link copied. It opens this moment.', 'now');
    return true;
  } catch {
    notify({ kind: 'info', text: 'The clipboard is closed to this page. Copy the link from here:', raw: link });
    return false;
  }
}
