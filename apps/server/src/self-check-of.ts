import { Logger } from '@nestjs/common';
import type { Ledger } from './assemble-ledger.js';
import type { Evidence } from './integrity/look.js';
import { SelfCheck } from './integrity/self-check.js';
import { logVkeys } from './keys/log-signer.js';
import { readKeyLife } from './keys/read-life.js';
import type { Replayed } from './replay/read-model.js';

/** Errors of the database name no values, and those of a look none of what is stored. */
const complain = (error: unknown): void => new Logger(SelfCheck.name).warn(`the self-check waits: ${String(error)}`);

/** The check of everything that belongs to an open ledger. */
export function selfCheckOf({ origin, login, log, ring, kept }: Ledger, models: Replayed, hours: number): SelfCheck {
  const vkeysIn: Evidence['vkeysIn'] = async (db) => logVkeys(ring.held, await readKeyLife(db));
  const evidence = { vkeysIn, kept: () => kept.read(), models };
  return new SelfCheck({ origin, login, log, evidence, hours, onTrouble: complain });
}
