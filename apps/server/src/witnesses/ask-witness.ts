import { formatAddCheckpoint } from '@tokenledger/merkle/add-checkpoint';
import { proveConsistency } from '@tokenledger/merkle/consistency';
import { openCosignatures } from '@tokenledger/merkle/cosignature';
import type { ReadTile } from '@tokenledger/merkle/tile';
import { Subtrees } from '@tokenledger/merkle/subtrees';

/** Somebody elsewhere who has seen the log grow (C2SP tlog-witness). */
export interface KnownWitness {
  /** Of its cosignatures. */
  readonly vkey: string;
  /** Its submission prefix. */
  readonly url: string;
}

/** What is to be cosigned. */
export interface Signed {
  readonly size: bigint;
  readonly note: string;
}

/** What a witness has answered: its line for the note, or the size that it has cosigned last. */
export type Answered = { readonly line: string } | { readonly last: bigint };

const PATIENCE_MS = 5000;
const LONGEST = 10_000;
const CONFLICT = 409;

/**
 * Asks one witness for its cosignature; `old`: the size that it has cosigned last, as far as is known.
 *
 * @throws Error that says what is wrong with the witness, or with its answer.
 */
export async function askWitness(
  { vkey, url }: KnownWitness,
  { size, note }: Signed,
  old: bigint,
  tiles: ReadTile,
): Promise<Answered> {
  const proof = await proveConsistency(old, size, new Subtrees(size, tiles));
  const answer = await fetch(`${url}/add-checkpoint`, {
    method: 'POST',
    body: formatAddCheckpoint({ old, proof, checkpoint: note }),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = await answer.text();
  if (body.length > LONGEST) throw new Error(`the witness ${url} answers too much`);
  if (answer.status === CONFLICT) return { last: sizeIn(body, url) };
  if (answer.status !== 200) throw new Error(`the witness ${url} answers ${answer.status}`);
  return { line: lineIn(body, note, vkey, url) };
}

function sizeIn(body: string, url: string): bigint {
  if (!/^(?:0|[1-9][0-9]{0,18})\n$/.test(body)) throw new Error(`the witness ${url} names no size`);
  return BigInt(body.trimEnd());
}

/** Of whatever lines there are, the one that is this witness's own, and verifies. */
function lineIn(body: string, note: string, vkey: string, url: string): string {
  const name = vkey.slice(0, vkey.indexOf('+'));
  for (const line of body.match(/^.*\n/gm) ?? [])
    if (line.startsWith(`— ${name} `) && openCosignatures(note + line, [vkey]).length === 1) return line;
  throw new Error(`the witness ${url} has not cosigned`);
}
