import type { Schemas } from '@tokenledger/api-client';
import { type Command, Option } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';
import { textFrom } from '../../input/text-from.js';
import { counted } from '../../output/counted.js';
import { printable } from '../../output/printable.js';
import { gainTable } from './gain-table.js';

type Permissions = Schemas['Permissions'];

interface Options {
  readonly defaultRole?: string | false;
  readonly matchMode?: Permissions['matchMode'];
  readonly reason?: string;
  readonly dryRun?: true;
}

const ABOUT = `
The lines are those of an Argo CD policy, and all that there will be: what is in force and not among them, ends. Nothing is
changed if somebody else changes the rules meanwhile. What the lines do not say stays: the match mode, the default role.
`;

export function addPermissionsSet(permissions: Command): void {
  permissions
    .command('set')
    .description('put these rules in the place of those that are in force')
    .argument('<file>', 'the lines; - reads standard input')
    .option('--default-role <role>', 'the role that everybody has, such as role:readonly')
    .option('--no-default-role', 'nobody has a role by default')
    .addOption(new Option('--match-mode <mode>', 'how the words of rules are read').choices(['glob', 'regex']))
    .option('--reason <text>', 'why; stands in the log')
    .option('--dry-run', 'change nothing, and show who would gain and lose what')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          'tokenledger permissions set policy.csv --dry-run',
          "tokenledger permissions set policy.csv --default-role role:readonly --reason 'new teams'",
        ),
    )
    .action(set);
}

async function set(file: string, options: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const policy = await textFrom(file);
  const { data: before, response } = await connection.askWhole((api) => api.GET('/v1/policy/permissions'));
  const header = { 'If-Match': response.headers.get('etag') ?? '' };
  const body = { policy, ...wordsOf(before, options), ...given({ reason: options.reason, dryRun: options.dryRun }) };
  const changed = await connection.ask((api) => api.PUT('/v1/policy/permissions', { params: { header }, body }));
  for (const { line, detail } of changed.warnings) out.note(`Line ${line}: ${printable(detail)}`);
  out.answer(changed, told);
}

const wordsOf = (before: Permissions, { matchMode, defaultRole }: Options) => ({
  matchMode: matchMode ?? before.matchMode,
  defaultRole: defaultRole === undefined ? before.defaultRole : defaultRole || null,
});

function told({ policy, position, affected }: Schemas['ChangedPermissions']): string {
  if (affected) return `${gainTable(affected)}\nNothing has changed.`;
  const lines = policy.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line)).length;
  return `In force: ${counted(lines, 'line')}, since position ${position}.`;
}
