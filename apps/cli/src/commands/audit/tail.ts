import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { userNames } from '../../user-names.js';
import { eventLine } from './event-line.js';

export function addAuditTail(audit: Command): void {
  audit
    .command('tail')
    .description('show events')
    .option('--limit <count>', 'how many (default: 50)')
    .addHelpText('after', examples('tokenledger audit tail'))
    .action(tail);
}

async function tail({ limit }: { limit?: string }, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const query = limit === undefined ? {} : { limit: Number(limit) };
  const page = await connection.ask((api) => api.GET('/v1/audit/events', { params: { query } }));
  const nameOf = out.json ? String : await userNames(connection, userIdsIn(page.items));
  out.answer(page, ({ items }) => items.map((event) => eventLine(event, nameOf)).join('\n'));
}

const userIdsIn = (events: readonly Schemas['TrailItem'][]): string[] =>
  events.flatMap(({ actor, subject }) => [
    ...(actor.type === 'user' ? [actor.id] : []),
    ...(subject.type === 'user' ? [subject.id] : []),
  ]);
