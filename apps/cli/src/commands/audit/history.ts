import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import type { Connection } from '../../connection.js';
import { signedIn } from '../../context.js';
import { type Paging, pagesOf } from '../../every-page.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { userIdOf } from '../../find-user.js';
import { tokenId } from '../../ids.js';
import { UserNames } from '../../user-names.js';
import { eventLines } from './event-lines.js';

interface Whose {
  readonly user?: string;
  readonly token?: string;
}

export function addAuditHistory(audit: Command): void {
  audit
    .command('history')
    .description('show the whole life of an account with all of its tokens, or of one token, oldest first')
    .option('--user <user>', 'of an account, by user name; a deleted one by its id')
    .option('--token <id>', 'of a token')
    .option('--limit <count>', 'how many events (default: 50)')
    .option('--all', 'all of them')
    .addHelpText(
      'after',
      examples(
        'tokenledger audit history --user build-robot --all',
        'tokenledger audit history --token 019c0de0-0000-7000-8000-000000000000 --json',
      ),
    )
    .action(history);
}

async function history({ user, token, ...paging }: Whose & Paging, command: Command): Promise<void> {
  if ((user === undefined) === (token === undefined)) throw new Failure(EXIT.usage, 'Give either --user or --token.');
  const { connection, out } = await signedIn(command);
  const id = token === undefined ? await userIdOf(connection, user!) : tokenId(token);
  const read = token === undefined ? ofUser(connection, id) : ofToken(connection, id);
  const page = await pagesOf(paging, read);
  const lines = out.json ? [] : await eventLines(page.items, new UserNames(connection));
  out.answer(page, () => lines.join('\n'));
  if (page.next !== null) out.note('There are more: --all shows them.');
}

type Read = (query: { limit?: number; cursor?: string }) => Promise<Schemas['TrailPage']>;

const ofUser =
  (connection: Connection, id: string): Read =>
  (query) =>
    connection.ask((api) => api.GET('/v1/users/{id}/history', { params: { path: { id }, query } }));

const ofToken =
  (connection: Connection, id: string): Read =>
  (query) =>
    connection.ask((api) => api.GET('/v1/tokens/{id}/history', { params: { path: { id }, query } }));
