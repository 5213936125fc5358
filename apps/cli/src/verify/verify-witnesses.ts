import { openCosignatures } from '@tokenledger/merkle/cosignature';
import { NoteError } from '@tokenledger/merkle/signed-note';
import { BadLog } from './bad-log.js';

/** @throws BadLog unless each of them has cosigned the checkpoint, not in a time to come. */
export function verifyWitnesses(note: string, vkeys: readonly string[]): void {
  for (const vkey of vkeys) {
    const [cosignature] = opened(note, vkey);
    const name = vkey.slice(0, vkey.indexOf('+'));
    if (!cosignature) throw new BadLog(`the witness ${name} has not cosigned the checkpoint`);
    if (Number(cosignature.time) > Date.now() / 1000 + LATITUDE_S)
      throw new BadLog(`the witness ${name} has cosigned the checkpoint in a time to come`);
  }
}

/** Clocks differ. */
const LATITUDE_S = 300;

function opened(note: string, vkey: string) {
  try {
    return openCosignatures(note, [vkey]);
  } catch (error) {
    if (error instanceof NoteError) throw new BadLog(`the checkpoint: ${error.message}`);
    throw error;
  }
}
