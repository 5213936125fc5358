import { parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { rootOf } from '@tokenledger/merkle/frontier';
import { NoteError, type NoteSigner, openNote } from '@tokenledger/merkle/signed-note';
import { splitNote } from '@tokenledger/merkle/split-note';
import { BrokenLog } from './broken-log.js';
import type { Head } from './head.js';

/**
 * Before anything is built upon it: that the frontier is the one that was signed. A log never signs what does not go on
 * from what it signed before (C2SP tlog-checkpoint).
 *
 * @param name that of the log; `signers`: one of them has to have signed, and none of them wrongly.
 * @param good a note that is known to be signed; any other of this name has its signature verified.
 * @throws BrokenLog
 */
export function verifyFrontier(
  { frontier, checkpoint }: Head,
  name: string,
  signers: readonly NoteSigner[],
  good: string | undefined,
): void {
  if (frontier.size === 0n) return;
  const { origin, size, root } = parsed(checkpoint);
  if (size !== frontier.size || !root.equals(rootOf(frontier)))
    throw new BrokenLog('the head of the log is not what was signed');
  // Of another name it can only be until a recovery gives the log this one.
  if (checkpoint !== good && origin === name) verifySignature(checkpoint, signers);
}

function parsed(checkpoint: string) {
  try {
    return parseCheckpoint(splitNote(checkpoint).text);
  } catch (cause) {
    throw new BrokenLog('the head of the log has no checkpoint', { cause });
  }
}

function verifySignature(checkpoint: string, signers: readonly NoteSigner[]): void {
  try {
    openNote(
      checkpoint,
      signers.map(({ vkey }) => vkey),
    );
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new BrokenLog("the database's checkpoint was not signed with this log's key", { cause: error });
  }
}
