import type { Command } from 'commander';
import { parseVkey } from '@tokenledger/merkle/verifier-key';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { counting } from '../../output/counting.js';
import { Output } from '../../output/output.js';
import { BadLog } from '../../verify/bad-log.js';
import { find, type Options } from './find.js';

const ABOUT = `
Of a log every event is looked at: that none is missing, doubled, moved or changed, that time does not run back, that all of
them come to the root in the checkpoint, and that the holder of the key has signed it. Of a proof, that its event is in the log
that was signed; of a checkpoint, that it was signed. With --since, that the log has only grown from what it was then: for two
checkpoints that takes a proof, which the server is asked for unless --growth has it.
A log whose key has rotated since is followed from an older key to the newer one, by what the older one has signed.
It believes nothing that a server says; the key has to come from somewhere else: from whoever runs the log, long ago.
Exit codes: 0 all is as it was signed, 1 it is not, 2 it could not be told.
`;

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('verify a log, a proof or a checkpoint, without trusting the server')
    .argument(
      '[what]',
      'a directory that `tokenledger export` has written, a proof, or a checkpoint (default: the server)',
    )
    .requiredOption('--key <vkey>', 'the verifier key of the log: name+id+key; more than once for several', collect)
    .option('--witness <vkey>', 'the key of a witness that has to have cosigned; more than once for several', collect)
    .option('--since <checkpoint>', 'a checkpoint that was kept earlier: that the log has grown from it')
    .option('--growth <file>', 'the proof of that, as /v1/audit/consistency answers it')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          "tokenledger verify ./evidence --key 'tokens.example+8f02501c+AepKbGPi…'",
          'tokenledger verify receipt.tlog-proof --key "$(cat log.vkey)"',
          'tokenledger verify --since last-year.checkpoint --key "$(cat log.vkey)" --json',
        ),
    )
    .action(verify);
}

const collect = (vkey: string, before: readonly string[] = []): readonly string[] => [...before, vkey];

async function verify(what: string | undefined, options: Options, command: Command): Promise<void> {
  for (const vkey of options.key) refuseMalformed('--key', () => parseVkey(vkey));
  for (const vkey of options.witness ?? []) refuseMalformed('--witness', () => parseVkey(vkey, 'cosignature'));
  const out = new Output(command.optsWithGlobals<{ json?: true }>().json === true);
  const progress = counting('events');
  try {
    const { answer, told } = await find(what, options, command, progress);
    out.answer(answer, () => told);
  } catch (error) {
    if (error instanceof BadLog) throw bad(out, error);
    if (error instanceof Failure) throw new Failure(EXIT.usage, error.message);
    throw error;
  } finally {
    progress.end();
  }
}

/** A key that is mistyped says nothing of the log. */
function refuseMalformed(option: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw new Failure(EXIT.usage, `${option}: ${(error as Error).message}.`);
  }
}

function bad(out: Output, { message, position }: BadLog): Failure {
  if (out.json)
    out.answer({ ok: false, position: position === undefined ? null : String(position), why: message }, String);
  return new Failure(EXIT.refused, message);
}
