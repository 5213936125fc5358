import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { shownTime } from '../../output/time.js';

export function addUserHold(user: Command): void {
  user
    .command('hold')
    .description('place a legal hold: what is known of the account is not erased until it is released')
    .argument('<user>', 'its id or user name; of a deleted account, its id')
    .requiredOption('--reason <text>', 'why; stands in the log')
    .addHelpText('after', examples("tokenledger user hold developer --reason 'case 2026-17'"))
    .action(changing('/v1/users/{id}/hold'));
}

export function addUserRelease(user: Command): void {
  user
    .command('release')
    .description('end a legal hold: what is known of the account may be erased again')
    .argument('<user>', 'its id or user name; of a deleted account, its id')
    .requiredOption('--reason <text>', 'why; stands in the log')
    .addHelpText('after', examples("tokenledger user release developer --reason 'case 2026-17 is settled'"))
    .action(changing('/v1/users/{id}/release'));
}

const changing =
  (route: '/v1/users/{id}/hold' | '/v1/users/{id}/release') =>
  async (user: string, body: { reason: string }, command: Command): Promise<void> => {
    const { connection, out } = await signedIn(command);
    const path = { id: await userIdOf(connection, user) };
    out.answer(await connection.ask((api) => api.POST(route, { params: { path }, body })), told);
  };

const told = ({ userId, heldAt }: Schemas['HeldUser']): string =>
  heldAt === null ? `Nothing keeps ${userId} any more.` : `A legal hold keeps ${userId}, since ${shownTime(heldAt)}.`;
