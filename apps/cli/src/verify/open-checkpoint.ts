import { type Checkpoint, parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { NoteError, openNote } from '@tokenledger/merkle/signed-note';
import { BadLog } from './bad-log.js';

/** @throws BadLog unless the holder of one of the keys has signed it, as the log of that name. */
export function openCheckpoint(note: string, vkeys: readonly string[], which = 'the checkpoint'): Checkpoint {
  try {
    const { text, verifiedBy } = openNote(note, vkeys);
    const checkpoint = parseCheckpoint(text);
    if (verifiedBy.some((vkey) => vkey.startsWith(`${checkpoint.origin}+`))) return checkpoint;
    throw new BadLog(`${which} is of another log, ${checkpoint.origin}`);
  } catch (error) {
    if (error instanceof NoteError || error instanceof SyntaxError)
      throw new BadLog(`${which}: ${error.message}`, undefined, { cause: error });
    throw error;
  }
}
