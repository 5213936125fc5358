import { type AddCheckpoint, parseAddCheckpoint } from '@tokenledger/merkle/add-checkpoint';
import { type Checkpoint, parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { verifyConsistency } from '@tokenledger/merkle/consistency';
import { emptyRoot } from '@tokenledger/merkle/hash';
import { NoteError, openNote } from '@tokenledger/merkle/signed-note';
import { splitNote } from '@tokenledger/merkle/split-note';

/** What the witness has cosigned last, of one log. */
export interface Seen {
  readonly size: bigint;
  readonly root: Buffer;
}

/** A checkpoint that may be cosigned. */
export interface Good {
  readonly checkpoint: Checkpoint;
  /** Its text. */
  readonly text: string;
  readonly note: string;
}

/** Why not, in the statuses of C2SP tlog-witness. */
export class NotCosigned extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 409 | 422,
    why: string,
    /** What a log that is behind has to know: how far the witness has come. */
    readonly size?: bigint,
  ) {
    super(why);
  }
}

/**
 * Whether the checkpoint that a body asks for goes on from what was seen of its log.
 *
 * @param vkeys of the logs that are witnessed; the name of each is its origin.
 * @throws NotCosigned
 */
export function judge(body: string, vkeys: readonly string[], seenOf: (origin: string) => Seen | undefined): Good {
  const { old, proof, checkpoint: note } = malformedAs400(() => parseAddCheckpoint(body));
  const { text } = malformedAs400(() => splitNote(note));
  const origin = text.slice(0, text.indexOf('\n'));
  const own = vkeys.filter((vkey) => vkey.startsWith(`${origin}+`));
  if (own.length === 0) throw new NotCosigned(404, 'this log is not witnessed here');
  refuseUnsigned(note, own);
  const checkpoint = malformedAs400(() => parseCheckpoint(text));
  refuseInconsistent(checkpoint, { old, proof }, seenOf(origin) ?? { size: 0n, root: emptyRoot });
  return { checkpoint, text, note };
}

function malformedAs400<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NoteError) throw new NotCosigned(400, error.message);
    throw error;
  }
}

function refuseUnsigned(note: string, vkeys: readonly string[]): void {
  try {
    openNote(note, vkeys);
  } catch (error) {
    if (error instanceof NoteError) throw new NotCosigned(403, error.message);
    throw error;
  }
}

function refuseInconsistent(
  { size, root }: Checkpoint,
  { old, proof }: Pick<AddCheckpoint, 'old' | 'proof'>,
  seen: Seen,
): void {
  if (old > size) throw new NotCosigned(400, 'the old size is larger than that of the checkpoint');
  if (old !== seen.size) throw new NotCosigned(409, `the size cosigned last is ${seen.size}`, seen.size);
  if (size === 0n && !root.equals(emptyRoot)) throw new NotCosigned(422, 'the root of an empty tree is another');
  if (!verifyConsistency(seen, { size, root }, proof))
    throw new NotCosigned(422, 'it is not shown that the log has grown from what was cosigned last');
}
