import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { openLog, userStream } from '@tokenledger/domain';
import { newId as newUserId } from './platform/new-id.js';
import type { Config } from './config.js';
import { Cipher } from './keys/cipher.js';
import { fingerprints } from './keys/keys.js';
import { Names } from './keys/names.js';
import { Passwords } from './keys/passwords.js';
import { SubjectKeys } from './keys/subject-keys.js';
import type { Ledger } from './assemble-ledger.js';
import { writeDurably } from './platform/write-durably.js';

/**
 * Opens an empty log: its name and keys, the policy and the first administrator, in one commit. The password is in its
 * file before that, so whenever we die, either there is no log yet or the password can be read.
 */
export async function firstEvents({ log, ring, origin, pool }: Ledger, config: Config, say: (line: string) => void) {
  say('opening the log');
  const secret = config.admin.secret ?? madeUp(config);
  // Left by a start that died before the log was opened: it is not the password.
  if (config.admin.secret) rmSync(config.admin.passwordFile, { force: true });
  const userId = newUserId();
  const subjectKeys = new SubjectKeys(ring, pool);
  const key = subjectKeys.create(userId);
  const cipher = new Cipher(origin, subjectKeys);
  const username = await cipher.seal(userId, { type: 'user', id: userId }, 'username', config.admin.username);
  const passwordDigest = await new Passwords(cipher).seal(userId, secret);
  const nameDigest = new Names(ring.held).ofUser(config.admin.username);
  const admin = { userId, kind: 'person', roles: ['admin'], nameDigest, personal: [username], passwordDigest } as const;
  await log.append({
    actor: { type: 'system', id: 'first-start' },
    permission: null,
    streams: ['log', 'policy', userStream(userId)],
    reads: {},
    decide: (state) => openLog(state, { origin, keys: fingerprints(ring.held, origin) }, admin),
    requestId: 'first-start',
    alongside: [key],
  });
}

function madeUp(config: Config): string {
  const secret = randomBytes(15).toString('base64url');
  writeDurably(config.admin.passwordFile, `${secret}\n`);
  return secret;
}
