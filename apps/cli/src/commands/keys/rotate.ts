import { setTimeout as sleep } from 'node:timers/promises';
import type { Schemas } from '@tokenledger/api-client';
import { type Command, Option } from 'commander';
import type { Connection } from '../../connection.js';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import type { Output } from '../../output/output.js';
import { keyTable } from './key-table.js';

type Key = Schemas['Key'];
type Use = Key['use'];

const ABOUT = `
Makes the key that comes next, says so in the log, and waits for what can be done now: the server does it. What takes longer it
says, and ends: the server goes on by itself. The new key stands in the server's KEYS_FILE: back it up, and copy the file to each
server that has one of its own. docs/operations.md says what each key is for, and when the old one goes.
`;

/** For so long nothing has to change before it is said what is waited for. */
const PATIENCE_MS = 6000;
const PAUSE_MS = 500;

export function addKeysRotate(keys: Command): void {
  keys
    .command('rotate')
    .description('put a new key in the place of the current one')
    .addOption(
      new Option('--use <use>', 'of what use: signing tokens, signing the log, or wrapping what is personal')
        .choices(['token', 'log', 'wrapping'])
        .default('token'),
    )
    .addHelpText('after', ABOUT + examples('tokenledger keys rotate', 'tokenledger keys rotate --use wrapping'))
    .action(rotate);
}

async function rotate({ use }: { use: Use }, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const begun = await connection.ask((api) => api.POST('/v1/keys/rotations', { body: { use } }));
  const keys = await settled(connection, use, out, begun.key);
  out.answer(keys, told);
}

/** Until nothing changes any more, as far as somebody wants to wait; each change is told. */
async function settled(connection: Connection, use: Use, out: Output, added: string): Promise<readonly Key[]> {
  let keys = await keysOf(connection, use);
  out.note(`${use} key ${added}: added`);
  for (let end = Date.now() + PATIENCE_MS; Date.now() < end && keys.some(isUnderWay); await sleep(PAUSE_MS)) {
    const now = await keysOf(connection, use);
    const changed = now.filter(({ id, status }) => keys.find((key) => key.id === id)?.status !== status);
    for (const { id, status } of changed) out.note(`${use} key ${id}: ${status}`);
    if (changed.length > 0) end = Date.now() + PATIENCE_MS;
    keys = now;
  }
  return keys;
}

const isUnderWay = ({ use, status }: Key): boolean =>
  status === 'next' || status === 'previous' || (use === 'wrapping' && status === 'retired');

const keysOf = async (connection: Connection, use: Use): Promise<readonly Key[]> =>
  (await connection.ask((api) => api.GET('/v1/keys'))).items.filter((key) => key.use === use);

const told = (keys: readonly Key[]): string =>
  [
    keyTable(keys),
    ...keys.flatMap(({ id, waitsFor }) => (waitsFor === null ? [] : `${id}: ${waitsFor}`)),
    'The key file has changed: back it up.',
  ].join('\n');
