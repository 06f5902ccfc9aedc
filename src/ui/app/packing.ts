/**
 * A scenario of one's own in a link: its JSON without white space, deflated, in the alphabet of URLs.
 * The first character says which form this is, so that later ones can be told from it.
 */
const FORM = '1';

/** No scenario is as large when it is unpacked: a link cannot fill the memory. */
const BYTES_MAX = 2_000_000;

export async function pack(text: string): Promise<string> {
  const deflated = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(terse(text)));
  return FORM + toUrl(deflated);
}

/** The text of a packed scenario. Throws, with a sentence that follows "this part of the link …". */
export async function unpack(packed: string): Promise<string> {
  if (!packed.startsWith(FORM)) throw new Error('was packed by a later version of AckScope');
  let bytes: Uint8Array;
  try {
    bytes = await through(new DecompressionStream('deflate-raw'), fromUrl(packed.slice(1)));
  } catch {
    throw new Error('is cut off or damaged: the scenario in it cannot be unpacked');
  }
  return new TextDecoder().decode(bytes);
}

/** Without white space, if it is JSON; else as it is, for its author to mend. */
function terse(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

async function through(transform: CompressionStream | DecompressionStream, bytes: Uint8Array): Promise<Uint8Array> {
  const writer = transform.writable.getWriter();
  // What is wrong with the bytes is told to the reader below, too.
  writer.write(bytes as BufferSource).catch(() => {});
  writer.close().catch(() => {});
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > BYTES_MAX) throw new Error('too large');
    chunks.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function toUrl(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const fromUrl = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
