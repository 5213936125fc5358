import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './assemble-ledger.js';
import { Anchor } from './event-log/anchor.js';
import type { Reporter } from './open-ledger.js';
import { StartupError } from './platform/startup-error.js';

/** A mount of a machine that is away answers never. */
const PATIENCE_MS = 10_000;

/** @throws StartupError where the first checkpoint cannot be put into `directory`. */
export async function startAnchor(
  directory: string,
  { pool, metrics }: Ledger,
  { trouble }: Reporter,
): Promise<Anchor> {
  const anchor = new Anchor(directory, pool, trouble);
  try {
    await Promise.race([anchor.start(), late()]);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new StartupError('ANCHOR_DIR', `no checkpoint can be put into ${directory} (${why})`, { cause: error });
  }
  const help = 'Since a checkpoint was last put into ANCHOR_DIR.';
  metrics.watch('tokenledger_anchor_age_seconds', help, [], () => [[{}, anchor.age()]]);
  return anchor;
}

async function late(): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { ref: false });
  throw new Error(`it did not answer within ${PATIENCE_MS / 1000} s`);
}
