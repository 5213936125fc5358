import type { Schemas } from '@tokenledger/api-client';
import { type Command, Option } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';

interface Options {
  readonly cause?: 'requested' | 'compromised' | 'leaked' | 'emergency';
  readonly reason?: string;
}

export function addTokenRevoke(token: Command): void {
  token
    .command('revoke')
    .description('revoke a token: refused everywhere when this is done')
    .argument('<id>', "the token's id")
    .addOption(
      new Option('--cause <cause>', 'the kind of reason (default: requested)').choices([
        'requested',
        'compromised',
        'leaked',
        'emergency',
      ]),
    )
    .option('--reason <text>', 'why; stands in the log')
    .addHelpText(
      'after',
      examples(
        "tokenledger token revoke 019c0de0-0000-7000-8000-000000000000 --cause leaked --reason 'in a build log'",
      ),
    )
    .action(revoke);
}

async function revoke(id: string, options: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const params = { path: { id } };
  const body = given(options);
  out.answer(await connection.ask((api) => api.POST('/v1/tokens/{id}/revoke', { params, body })), told);
}

const told = ({ id, cause }: Schemas['RevokedToken']): string => `Revoked ${id} (${cause}).`;
