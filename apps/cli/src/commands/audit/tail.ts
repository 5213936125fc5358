import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { UserNames } from '../../user-names.js';
import { eventLines } from './event-lines.js';
import { type Filter, filterOf, trailReader } from './filter.js';
import { follow } from './follow.js';
import { newest } from './newest.js';

interface Options extends Filter {
  readonly limit?: string;
  readonly follow?: true;
}

export function addAuditTail(audit: Command): void {
  audit
    .command('tail')
    .description('show the newest events, the last one at the end; to have read them is in the trail')
    .option('--limit <count>', 'how many (default: 50)')
    .option('--follow', 'go on with events as they come; --json gives a line each')
    .option('--type <type>', 'of a type, such as TokenRevoked, or of several with commas')
    .option('--actor <who>', 'done by a user, by id or user name, or by system or holder')
    .option('--subject <what>', 'done to a user, by id or user name, or to a token, by id')
    .option('--ip <where>', 'done from an address, or from a network such as 192.0.2.0/24; each event is opened to see')
    .option('--request-id <id>', 'brought about by a request: the X-Request-Id of its answer')
    .option('--command <position>', 'brought about by the same command as the event at this position')
    .option('--from <time>', 'not before, such as 2026-01-31 or 2026-01-31T09:00:00Z')
    .option('--to <time>', 'before')
    .addHelpText(
      'after',
      examples(
        'tokenledger audit tail --follow',
        'tokenledger audit tail --type TokenRevoked,UserDeleted --from 2026-01-01',
        'tokenledger audit tail --actor developer --limit 500 --json',
        'tokenledger audit tail --ip 192.0.2.0/24 --from 2026-01-31',
      ),
    )
    .action(tail);
}

async function tail({ limit, follow: goOn, ...filter }: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const read = trailReader(connection, await filterOf(connection, filter));
  const names = new UserNames(connection);
  const page = await newest(read, limit === undefined ? 50 : Number(limit));
  const newestLast = page.items.toReversed();
  if (goOn) return follow({ out, read, names }, newestLast, page.position);
  const lines = out.json ? [] : await eventLines(newestLast, names);
  out.answer(page, () => lines.join('\n') || 'No events.');
}
