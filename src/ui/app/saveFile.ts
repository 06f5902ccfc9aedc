/** Gives a file to whoever reads the page, by its browser's own way of saving. Nothing leaves the machine. */
export function saveText(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun with the click; the address is no longer needed once the page has had a turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
