import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { parseVkey } from '@tokenledger/merkle/verifier-key';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { Witness } from '../witness/witness.js';
import { witnessKey } from '../witness/witness-key.js';
import { witnessServer } from '../witness/witness-server.js';

const ABOUT = `
A witness on a machine of its own (C2SP tlog-witness). It cosigns a checkpoint only when it is shown that the log has grown from the
one that it has cosigned before: of a log that a witness has seen nobody can show a shorter or another history. It prints its own
key, which whoever verifies has to know. What it has seen, and its secret key, are in the folder: keep it, and never put an older copy
of it in its place.
`;

interface Options {
  readonly name: string;
  readonly log: readonly string[];
  readonly state: string;
  readonly port: number;
  readonly host: string;
}

export function addWitness(program: Command): void {
  program
    .command('witness')
    .description('cosign the checkpoints of logs, as somebody who has seen them grow')
    .requiredOption('--name <name>', 'the name of the witness, such as witness.example/1')
    .requiredOption('--log <vkey>', 'the key of a log that is witnessed; more than once for several', collect)
    .requiredOption('--state <folder>', 'what was cosigned, and the secret key; made where there is none')
    .option('--port <number>', 'where it listens', port, 8081)
    .option('--host <address>', 'on which address', '127.0.0.1')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          "tokenledger witness --name witness.example/1 --log 'tokens.example+8f02501c+AepKbGPi…' --state ./witness",
        ),
    )
    .action(serve);
}

const collect = (vkey: string, before: readonly string[] = []): readonly string[] => [...before, vkey];

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('a port is 0 to 65535.');
  return value;
}

async function serve({ name, log, state, port: wanted, host }: Options): Promise<void> {
  for (const vkey of log) malformedAsUsage('--log', () => parseVkey(vkey));
  await mkdir(state, { recursive: true, mode: 0o700 });
  const cosigner = await keyOf(state, name);
  const witness = new Witness(join(state, 'witnessed.json'), log, cosigner);
  const server = witnessServer(witness, (error) => process.stderr.write(`tokenledger: ${String(error)}\n`));
  const listening = await listen(server, wanted, host);
  process.stdout.write(`${cosigner.vkey}\nWitness is ready: http://${host}:${listening}\n`);
  await untilStopped(server);
}

async function keyOf(state: string, name: string) {
  try {
    return await witnessKey(join(state, 'key.pem'), name);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(EXIT.usage, `--name: ${error.message}.`);
    throw error;
  }
}

function malformedAsUsage(option: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw new Failure(EXIT.usage, `${option}: ${(error as Error).message}.`);
  }
}

const listen = (server: Server, wanted: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new Failure(EXIT.usage, `--port: ${wanted} cannot be listened on (${code}).`)),
    );
    server.listen(wanted, host, () => resolve((server.address() as AddressInfo).port));
  });

/** What is under way is answered first. */
const untilStopped = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
  });
