import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { askSecret } from '../input/ask.js';
import { secretFromInput } from '../input/standard-input.js';
import { unreadable } from '../input/text-from.js';
import { facts } from '../output/facts.js';
import { Output } from '../output/output.js';
import { shownEnd, shownTime } from '../output/time.js';
import { type Claims, decodeToken, type Decoded } from '../token/decode-token.js';
import { isSignedBy } from '../token/is-signed-by.js';

const ABOUT = `
Reads the token on standard input, and asks nobody. What a token says of itself is what was true when it was issued: only a
server knows whether it has been revoked since, or its owner disabled (\`tokenledger token inspect --stdin\`).
Exit codes: 0 it could be read, and with --jwks the signature is good; 1 it could not, or is not.
`;

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('decode the token on standard input, without a server')
    .option('--jwks <file>', 'the public keys, as /.well-known/jwks.json has them: verifies the signature')
    .addHelpText(
      'after',
      ABOUT +
        examples(
          'printenv DEPLOY_TOKEN | tokenledger inspect',
          'printenv DEPLOY_TOKEN | tokenledger inspect --jwks keys.json --json',
        ),
    )
    .action(inspect);
}

async function inspect({ jwks }: { jwks?: string }, command: Command): Promise<void> {
  const out = new Output(command.optsWithGlobals<{ json?: true }>().json === true);
  const keys = jwks === undefined ? undefined : await readFile(jwks, 'utf8').catch(unreadable(jwks));
  const secret = await secretFromInput(() => askSecret('Token: '));
  const decoded = decodeToken(secret);
  if (!decoded) throw new Failure(EXIT.refused, 'This is no token of Tokenledger, or not the whole of one.');
  const signature = decoded.format === 'opaque' || keys === undefined ? 'unknown' : verdict(secret, keys);
  out.answer({ ...decoded, signature, revoked: 'unknown' }, () => told(decoded, signature));
  if (signature === 'bad') throw new Failure(EXIT.refused, 'the signature is not that of any of these keys.');
}

function verdict(secret: string, keys: string): 'good' | 'bad' {
  try {
    return isSignedBy(secret, keys) ? 'good' : 'bad';
  } catch (error) {
    throw new Failure(EXIT.usage, `--jwks: ${(error as Error).message}.`);
  }
}

function told(decoded: Decoded, signature: string): string {
  if (decoded.format === 'opaque')
    return 'An opaque token. It says nothing by itself: only its server knows what it is.';
  const { claims } = decoded;
  const unknown = ['whether it has been revoked', ...(signature === 'unknown' ? ['who has signed it (--jwks)'] : [])];
  return `${facts(factsOf(claims, signature))}\n\nNot known without its server: ${unknown.join(', ')}.`;
}

const factsOf = (claims: Claims, signature: string): Parameters<typeof facts>[0] => [
  ['Id', claims.jti],
  ['Owner', claims.sub],
  ['Issuer', claims.iss],
  ['Audience', claims.aud],
  ['Issued', claims.iat === undefined ? null : shownTime(instantOf(claims.iat))],
  ['Expires', shownEnd(claims.exp === undefined ? null : instantOf(claims.exp))],
  ['Scopes', claims.scope ?? 'everything its owner may do'],
  ['Groups', claims.groups?.join(' ')],
  ['Signature', signature],
];

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
