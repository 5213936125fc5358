import { decodeBase64 } from '@tokenledger/merkle/base64';
import { type TreeHead, verifyConsistency } from '@tokenledger/merkle/consistency';
import { HASH_BYTES } from '@tokenledger/merkle/hash';
import { BadLog } from './bad-log.js';

/**
 * @param hashes RFC 9162 section 2.1.4, each in base64.
 * @throws BadLog unless they show that the tree has grown from what it was.
 */
export function verifyGrowth(since: TreeHead, now: TreeHead, hashes: readonly string[]): void {
  if (since.size > now.size) throw new BadLog(`the log has ${now.size} events, and had ${since.size}`);
  if (!verifyConsistency(since, now, hashes.map(hashOf)))
    throw new BadLog('it is not shown that the log has grown from its earlier checkpoint');
}

function hashOf(text: string): Buffer {
  const hash = decodeBase64(text);
  if (hash?.length !== HASH_BYTES) throw new BadLog('a hash of the proof is not 32 bytes in base64');
  return hash;
}
