import type { Command } from 'commander';
import { signedIn } from '../context.js';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { given } from '../given.js';

const ABOUT = `
What is asked about is the credential: its owner's permissions, narrowed by its scopes.
Exit codes: 0 yes, 1 no; the others are as everywhere.
`;

export function addCanI(program: Command): void {
  program
    .command('can-i')
    .description('say whether the credential may do something: yes, or no')
    .argument('<action>', 'such as get, or action/apps/Deployment/restart')
    .argument('<resource>', 'such as applications')
    .argument('[object]', 'what it would be done to, such as shop/web (default: all there is)')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          'tokenledger can-i sync applications shop/web',
          'tokenledger can-i create users > /dev/null && tokenledger user create build-robot --kind service',
        ),
    )
    .action(canI);
}

async function canI(action: string, resource: string, object: string | undefined, _: object, command: Command) {
  const { connection, out } = await signedIn(command);
  const query = { action, resource, ...given({ object }) };
  const answer = await connection.ask((api) => api.GET('/v1/can-i', { params: { query } }));
  out.answer(answer, ({ allowed }) => (allowed ? 'yes' : 'no'));
  if (!answer.allowed) throw NO;
}

/** The answer has said it. */
const NO = new Failure(EXIT.refused, '');
