import { readFileSync } from 'node:fs';
import { accountsIn, changePermissions, PERMISSIONS_STREAM, type Remark } from '@tokenledger/domain';
import type { Ledger } from './assemble-ledger.js';
import { storedPermissions } from './check/permissions.table.js';
import type { PolicyFile } from './config.js';
import { Refused } from './event-log/refused.js';
import { Cipher } from './keys/cipher.js';
import { Names } from './keys/names.js';
import { Repetitions } from './keys/repetitions.js';
import { SubjectKeys } from './keys/subject-keys.js';
import { StartupError } from './platform/startup-error.js';
import { AccountNames } from './policy/account-names.js';
import { PolicyReader } from './policy/read-policy.js';

const LARGEST = 256 * 1024;

/**
 * Makes the rules those of the file, once for each content of it. An unchanged file is not read again: what has been
 * changed since stays so, and a name that somebody else has by now is not looked up anew. Should we die before the
 * append, the next start does it; after it, there is nothing left to do.
 */
export async function applyPolicyFile(ledger: Ledger, file: PolicyFile, say: (line: string) => void): Promise<void> {
  const policy = contentOf(file.path);
  const digest = new Repetitions(ledger.ring.held).digest(Buffer.from(JSON.stringify({ ...file, path: null, policy })));
  const applied = digest.toString('hex');
  if ((await storedPermissions(ledger.pool))?.written.file === applied) return;
  const { rules, faults, warnings } = await readerOf(ledger).read({ ...file, policy });
  if (faults.length > 0) throw new StartupError('POLICY_FILE', words(faults[0]!));
  for (const warning of warnings) say(`POLICY_FILE: ${words(warning)}`);
  const wanted = { ...rules, file: applied };
  await append(ledger, wanted);
  say(`the rules of ${file.path} are in force`);
}

const words = ({ line, detail }: Remark): string => `line ${line}: ${detail}`;

function contentOf(path: string): string {
  try {
    const policy = readFileSync(path, 'utf8');
    if (policy.length <= LARGEST) return policy;
  } catch (error) {
    throw new StartupError('POLICY_FILE', `it cannot be read: ${(error as Error).message}`);
  }
  throw new StartupError('POLICY_FILE', `it has more than ${LARGEST} characters`);
}

function readerOf({ ring, openedAs, pool }: Ledger): PolicyReader {
  const cipher = new Cipher(openedAs, new SubjectKeys(ring, pool));
  return new PolicyReader(new AccountNames(pool, new Names(ring.held), cipher));
}

async function append({ log }: Ledger, wanted: Parameters<typeof changePermissions>[1]['wanted']): Promise<void> {
  try {
    await log.append({
      actor: { type: 'system', id: 'policy-file' },
      permission: null,
      requestId: 'policy-file',
      streams: [PERMISSIONS_STREAM],
      reads: { users: accountsIn(wanted), administrators: true },
      decide: (state) => changePermissions(state, { wanted, seen: 'any', reason: [] }, null),
    });
  } catch (error) {
    if (error instanceof Refused) throw new StartupError('POLICY_FILE', error.refusal.detail, { cause: error });
    throw error;
  }
}
