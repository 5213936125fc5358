import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Cosigner } from '@tokenledger/merkle/cosignature';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import { replaceDurably } from '../credentials/replace-durably.js';

/** The key of a witness, from its file; made where there is none. */
export async function witnessKey(file: string, name: string): Promise<Cosigner> {
  if (!existsSync(file)) await replaceDurably(file, async () => generated());
  const secret = createPrivateKey(await readFile(file));
  return { name, vkey: vkeyOf(name, secret), sign: (message) => sign(null, message, secret) };
}

const generated = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

const vkeyOf = (name: string, secret: KeyObject): string =>
  formatVkey(name, Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x!, 'base64url'), 'cosignature');
