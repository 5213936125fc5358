import { type Checkpoint, parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { NoteError, openNote } from '@tokenledger/merkle/signed-note';
import { BadLog } from './bad-log.js';

/** @throws BadLog unless the holder of the key has signed it, as the log of that name. */
export function openCheckpoint(note: string, vkey: string, which = 'the checkpoint'): Checkpoint {
  try {
    const checkpoint = parseCheckpoint(openNote(note, [vkey]).text);
    if (vkey.startsWith(`${checkpoint.origin}+`)) return checkpoint;
    throw new BadLog(`${which} is of another log, ${checkpoint.origin}`);
  } catch (error) {
    if (error instanceof NoteError || error instanceof SyntaxError) throw new BadLog(`${which}: ${error.message}`);
    throw error;
  }
}
