import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../connection.js';
import { BadLog } from '../verify/bad-log.js';
import { directorySource, serverSource } from '../verify/log-source.js';
import { verifyLog } from '../verify/verify-log.js';
import { writeLog } from '../verify/write-log.js';
import { expect } from './expect.js';
import { verifierKey } from './proof.js';
import { step } from './tell.js';

/** What an auditor takes home. */
export interface Evidence {
  readonly directory: string;
  readonly vkey: string;
}

export async function takeEvidence(admin: Connection, undo: (step: () => Promise<void>) => void): Promise<Evidence> {
  const directory = await mkdtemp(join(tmpdir(), 'tokenledger-evidence-'));
  undo(() => rm(directory, { recursive: true, force: true }));
  const vkey = await verifierKey(admin);
  return step('An auditor takes the whole log home', async () => {
    const size = await writeLog(serverSource(admin), directory, () => undefined);
    return { result: { directory, vkey }, fact: `${size} events, as files` };
  });
}

/** At home there is neither the server nor anybody to be believed; and what becomes of one byte. */
export async function examine({ directory, vkey }: Evidence): Promise<void> {
  const verify = () =>
    verifyLog(directorySource(directory), { vkeys: [vkey], witnesses: [], since: undefined }, () => undefined);
  await step('At home the log is verified by itself', async () => {
    const { size, root } = await verify();
    return { result: undefined, fact: `OK, ${size} events, root ${root.toString('base64')}` };
  });
  await step('One byte of it is changed', async () => {
    await changeOneByte(directory);
    const fact = await verify().then(() => 'not found', whyNot);
    expect('whether it was found', fact.startsWith('position '), true);
    return { result: undefined, fact };
  });
}

const whyNot = (error: unknown): string => {
  if (error instanceof BadLog) return error.message;
  throw error;
};

/** In the middle of the first bundle of entries: a letter in an identifier, so that all the rest is as it should be. */
async function changeOneByte(directory: string): Promise<void> {
  const bundles = join(directory, 'tile', 'entries');
  const file = join(bundles, await firstFile(bundles));
  const bytes = await readFile(file);
  const at = bytes.indexOf('"requestId":"', bytes.length >> 1) + '"requestId":"'.length;
  bytes[at] = bytes[at] === 0x61 ? 0x62 : 0x61;
  await writeFile(file, bytes);
}

/** `000`, or where that is not full `000.p/` and its width. */
async function firstFile(bundles: string): Promise<string> {
  const [first] = (await readdir(bundles)).toSorted();
  if (!first!.endsWith('.p')) return first!;
  return join(first!, (await readdir(join(bundles, first!)))[0]!);
}
