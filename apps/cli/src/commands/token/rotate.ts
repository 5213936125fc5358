import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';
import { tokenId } from '../../ids.js';
import { secondsOf } from '../../input/seconds-of.js';
import { shownTime } from '../../output/time.js';
import { issuedToken } from './issued-token.js';

export function addTokenRotate(token: Command): void {
  token
    .command('rotate')
    .description('replace a token by a new one, which alone goes to standard output, this once')
    .argument('<id>', "the token's id")
    .option('--grace <time>', 'how long the old one stays good, such as 1h (default: not at all)')
    .addHelpText('after', examples('NEXT=$(tokenledger token rotate 019c0de0-0000-7000-8000-000000000000 --grace 1h)'))
    .action(rotate);
}

async function rotate(id: string, { grace }: { grace?: string }, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const body = given({ graceSeconds: grace === undefined ? undefined : secondsOf(grace) });
  const params = { path: { id: tokenId(id) } };
  const rotated = await connection.ask((api) => api.POST('/v1/tokens/{id}/rotate', { params, body }));
  issuedToken(out, rotated, ['Replaced', `${id}, refused from ${shownTime(rotated.replacedUntil)} on`]);
}
