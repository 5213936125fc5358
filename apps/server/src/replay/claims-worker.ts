import { parentPort, workerData } from 'node:worker_threads';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { claimsBy } from './claims.js';
import type { Question, ThreadData } from './claims-thread.js';

const { openedAs, digest } = workerData as ThreadData;
const names = new Names({ digest: Buffer.from(digest) });

async function answer(text: string): Promise<string> {
  const question = JSON.parse(text) as Question;
  const secrets = new Map(question.secrets.map(([kid, secret]) => [kid, secret && Buffer.from(secret, 'base64')]));
  const keys = { get: async (kid: string) => secrets.get(kid) || undefined, loadAll: async () => undefined };
  return JSON.stringify(await claimsBy(new Cipher(openedAs, keys), names)(question.names));
}

// One after the other: answers are told apart by their order alone.
let last: Promise<void> = Promise.resolve();
parentPort!.on('message', (text: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, and no window
  last = last.then(async () => parentPort!.postMessage(await answer(text)));
});
