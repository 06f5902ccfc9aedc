import type { Micros } from '../../engine/units';
import { readAddress, type Address, type ReadAddress } from './address';
import { editStore } from './editStore';
import { remembered } from './memory';
import { openEdit, openHome } from './opening';
import { notify, showBeside } from './uiStore';

/** Opens what the address says; else what was open last. */
export function openAsked(): void {
  const asked = readAddress(location.hash);
  if (asked !== null) return openAddress(asked);
  const last = readAddress(remembered('last') ?? '');
  if (last?.kind === 'address') return void openWhole(last, last.address.moment ?? 0, false);
  openHome();
}

/** Opens a link; says aloud what of it cannot be read. */
export function openAddress(read: ReadAddress): void {
  for (const { part, message } of read.problems) {
    notify({
      kind: 'warning',
      text: `In this link, “${shorten(part)}” ${message}.`,
      ...(part.length > 60 ? { raw: part } : {}),
    });
  }
  if (read.kind === 'address') return void openWhole(read, ...momentOf(read.address));
  if (editStore.getState().edit === null) openHome();
}

/** Opens an address, once the scenario in it is unpacked. */
async function openWhole(
  { address: { edit, beside }, packed }: Extract<ReadAddress, { kind: 'address' }>,
  moment: Micros,
  playing: boolean,
): Promise<void> {
  showBeside(beside ?? null);
  if (packed === null) return openEdit(edit, moment, playing);
  const { unpack } = await import('./packing');
  try {
    openEdit({ ...edit, source: { text: await unpack(packed) } }, moment, playing);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'cannot be unpacked';
    notify({ kind: 'warning', text: `The scenario in this link ${why}.`, raw: packed });
    if (editStore.getState().edit === null) openHome();
  }
}

/** A link to a moment holds there; one without plays. */
const momentOf = ({ moment }: Address): [Micros, boolean] => [moment ?? 0, moment === null];

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
