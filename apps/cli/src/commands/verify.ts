import type { Command } from 'commander';
import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import { parseVkey } from '@tokenledger/merkle/verifier-key';
import { anonymous, signedIn } from '../context.js';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { Output } from '../output/output.js';
import { counting } from '../output/counting.js';
import { BadLog } from '../verify/bad-log.js';
import { directorySource, type LogSource, serverSource } from '../verify/log-source.js';
import { verifyLog } from '../verify/verify-log.js';

interface Options {
  readonly key: string;
}

const ABOUT = `
Looks at every event: that none is missing, doubled, moved or changed, that time does not run back, that all of them come to
the root in the checkpoint, and that the holder of the key has signed it. It believes nothing that a server says; the key
has to come from somewhere else: from whoever runs the log, long ago.

Exit codes: 0 all is as it was signed, 1 it is not, 2 it could not be told.
`;

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('verify a log, or what was exported of it, without trusting the server')
    .argument('[directory]', 'what `tokenledger export` has written (default: the server)')
    .requiredOption('--key <vkey>', 'the verifier key of the log: name+id+key')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          "tokenledger verify ./evidence --key 'tokens.example+8f02501c+AepKbGPi…'",
          'tokenledger verify --key "$(cat log.vkey)" --json',
        ),
    )
    .action(verify);
}

async function verify(directory: string | undefined, { key }: Options, command: Command): Promise<void> {
  refuseMalformed(key);
  const out = new Output(command.optsWithGlobals<{ json?: true }>().json === true);
  const progress = counting('events');
  try {
    const source = directory === undefined ? await liveSource(command) : directorySource(directory);
    out.answer(
      verified(await verifyLog(source, key, progress)),
      ({ size, root }) => `OK, ${size} events, root ${root}`,
    );
  } catch (error) {
    if (error instanceof BadLog) throw bad(out, error);
    if (error instanceof Failure) throw new Failure(EXIT.usage, error.message);
    throw error;
  } finally {
    progress.end();
  }
}

/** A key that is mistyped says nothing of the log. */
function refuseMalformed(vkey: string): void {
  try {
    parseVkey(vkey);
  } catch (error) {
    throw new Failure(EXIT.usage, `--key: ${(error as Error).message}.`);
  }
}

/** Where nobody is signed in, the server says what is missing. */
async function liveSource(command: Command): Promise<LogSource> {
  const { connection } = await signedIn(command).catch(() => anonymous(command));
  return serverSource(connection);
}

const verified = ({ origin, size, root }: Checkpoint) => ({
  ok: true,
  origin,
  size: String(size),
  root: root.toString('base64'),
});

function bad(out: Output, { message, position }: BadLog): Failure {
  if (out.json)
    out.answer({ ok: false, position: position === undefined ? null : String(position), why: message }, String);
  return new Failure(EXIT.refused, message);
}
