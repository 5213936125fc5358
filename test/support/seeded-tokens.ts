import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { issueToken, parsePower, Powers, type TokenIssued, userStream } from '@tokenledger/domain';
import { Cipher, type Sealer } from '../../apps/server/src/keys/cipher.js';
import { Names } from '../../apps/server/src/keys/names.js';
import { SubjectKeys } from '../../apps/server/src/keys/subject-keys.js';
import type { TestDatabase } from './database.js';
import { openTestLedger } from './ledger.js';
import { times } from './times.js';

const ISSUER = 'http://tokens.test';
const AT_ONCE = 250;
const ALL = new Powers('', { allow: [parsePower('*:*')], deny: [] });

export interface SeededToken {
  readonly id: string;
  readonly token: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function issueOf({ id, token }: SeededToken, owner: string, names: Names, seal: Sealer) {
  const name = `the name of ${id}`;
  const personal = [seal({ type: 'token', id }, 'name', name)];
  const digests = { secretDigest: sha256(token), nameDigest: names.ofToken(owner, name), personal };
  const plain = { format: 'opaque', expiresIn: undefined, scopes: null, audience: ISSUER } as const;
  return { ...digests, ...plain, tokenId: id, owner };
}

/** Opaque tokens in numbers that would take minutes to ask for one by one. */
export async function seededTokens(
  { database, keysFile }: { readonly database: TestDatabase; readonly keysFile: string },
  owner: string,
  count: number,
): Promise<SeededToken[]> {
  const seeds = times(count).map(() => ({ id: randomUUID(), token: randomBytes(20).toString('hex') }));
  const ledger = await openTestLedger(database, keysFile);
  const { ring, openedAs, pool } = ledger;
  const names = new Names(ring.held);
  const seal = (await new Cipher(openedAs, new SubjectKeys(ring, pool)).sealer(owner))!;
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = seeds.slice(first, first + AT_ONCE);
    await ledger.log.append({
      actor: { type: 'system', id: 'seed' },
      permission: null,
      requestId: 'seed',
      streams: [userStream(owner)],
      reads: { users: [owner], policy: true },
      decide: (state, at) =>
        some.flatMap((seed) => issueToken(state, issueOf(seed, owner, names, seal), ALL, at) as TokenIssued[]),
    });
  }
  await ledger.close();
  return seeds;
}
