import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import { leafHash } from '@tokenledger/merkle/hash';
import { verifyInclusion } from '@tokenledger/merkle/inclusion';
import { parseTlogProof, type TlogProof } from '@tokenledger/merkle/tlog-proof';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { BadLog } from './bad-log.js';
import { type Envelope, envelopeOf } from './envelope.js';
import { openCheckpoint } from './open-checkpoint.js';

/** An event, and the log that it has been shown to be in. */
export interface Proven {
  readonly position: bigint;
  readonly envelope: Envelope;
  readonly checkpoint: Checkpoint;
  /** The checkpoint, with whatever signatures it carries. */
  readonly note: string;
}

/**
 * A C2SP tlog-proof, which carries the entry that it is about.
 *
 * @throws BadLog unless it shows that the entry is in the log that the holder of one of the keys has signed.
 */
export function verifyProof(text: string, vkeys: readonly string[]): Proven {
  const { extra: entry, index, hashes, checkpoint: note } = parsed(text);
  if (!entry) throw new Failure(EXIT.usage, 'The proof does not carry the event that it is about.');
  const checkpoint = openCheckpoint(note, vkeys);
  if (!verifyInclusion({ leaf: leafHash(entry), index, ...checkpoint }, hashes))
    throw new BadLog(`the proof does not lead from the event to the root that was signed`, index);
  return { position: index, envelope: envelopeOf(entry, index), checkpoint, note };
}

function parsed(text: string): TlogProof {
  try {
    return parseTlogProof(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadLog(`this is no proof: ${error.message}`);
    throw error;
  }
}
