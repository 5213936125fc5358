import { Command } from 'commander';
import { addAuditCommands } from './commands/audit/index.js';
import { addCanI } from './commands/can-i.js';
import { addExport } from './commands/export.js';
import { addInspect } from './commands/inspect.js';
import { addKeysCommands } from './commands/keys/index.js';
import { addLogin } from './commands/login.js';
import { addLogout } from './commands/logout.js';
import { addPermissionsCommands } from './commands/permissions/index.js';
import { addProjectCommands } from './commands/project/index.js';
import { addRecover } from './commands/recover.js';
import { addReplay } from './commands/replay.js';
import { addTokenCommands } from './commands/token/index.js';
import { addUserCommands } from './commands/user/index.js';
import { addVerify } from './commands/verify/index.js';
import { addWitness } from './commands/witness.js';
import { addWhoami } from './commands/whoami.js';
import { DEFAULT_SERVER } from './context.js';
import { examples } from './examples.js';
import { EXIT_CODES_HELP } from './exit-code.js';
import { VERSION } from './version.js';

const ENVIRONMENT_HELP = `
Environment:
  TOKENLEDGER_SERVER  the server, where --server does not name one
  TOKENLEDGER_TOKEN   the credential, instead of the one that login has kept
  NO_COLOR            no colours on a terminal either`;

export function createProgram(): Command {
  const program = new Command('tokenledger')
    .description('Issues, checks and revokes access tokens, and reads their history.')
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this text')
    .option('--server <url>', `the server (default: the last one signed in at, else ${DEFAULT_SERVER})`)
    .option('--json', "answer with the API's own JSON")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .showHelpAfterError('--help tells more.')
    .exitOverride();
  for (const add of COMMANDS) add(program);
  return program.addHelpText('after', TOP_HELP);
}

const COMMANDS = [
  addLogin,
  addLogout,
  addWhoami,
  addTokenCommands,
  addUserCommands,
  addProjectCommands,
  addPermissionsCommands,
  addCanI,
  addAuditCommands,
  addKeysCommands,
  addInspect,
  addExport,
  addVerify,
  addWitness,
  addReplay,
  addRecover,
];

const TOP_HELP = [
  ENVIRONMENT_HELP,
  EXIT_CODES_HELP,
  examples(
    'tokenledger login --username admin',
    "export DEPLOY_TOKEN=$(tokenledger token create 'nightly build' --expires-in 12h)",
    'tokenledger token list --json | jq -r .items[].id',
  ),
].join('\n');
