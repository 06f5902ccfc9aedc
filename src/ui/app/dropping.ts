import { openText } from './opening';
import { finishFirstMinute } from './firstMinute';
import { notify } from './uiStore';

/** A file longer than this is no scenario. */
const FILE_BYTES_MAX = 2_000_000;

/** Opens a scenario file, and its text beside the stage. */
export async function openFile(file: File): Promise<void> {
  if (file.size > FILE_BYTES_MAX) {
    notify({ kind: 'warning', text: `${file.name} is larger than 2 MB: that is no scenario file.` });
    return;
  }
  openOwn(await file.text());
}

function openOwn(text: string): void {
  finishFirstMinute();
  openText(text);
}

/** Lets a scenario be dropped on the page, or pasted where nothing else takes it. Returns a function that ends it. */
export function takeFiles(): () => void {
  const overlay = document.createElement('div');
  overlay.className = 'app-drop';
  overlay.textContent = 'Drop a scenario file to open it';
  const isFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  const onOver = (event: DragEvent): void => {
    if (!isFile(event)) return;
    event.preventDefault();
    if (!overlay.isConnected) document.body.append(overlay);
  };
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) overlay.remove();
  };
  const onDrop = (event: DragEvent): void => {
    overlay.remove();
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void openFile(file);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isTyping || !/^\s*\{[^]*"format"/.test(text)) return;
    event.preventDefault();
    openOwn(text);
  };
  addEventListener('dragover', onOver);
  addEventListener('dragleave', onLeave);
  addEventListener('drop', onDrop);
  addEventListener('paste', onPaste);
  return () => {
    removeEventListener('dragover', onOver);
    removeEventListener('dragleave', onLeave);
    removeEventListener('drop', onDrop);
    removeEventListener('paste', onPaste);
  };
}
