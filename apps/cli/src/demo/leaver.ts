import { Connection } from '../connection.js';
import { type Account, startSession } from './accounts.js';
import { expect, REFUSED, speaksFor } from './expect.js';
import { step } from './tell.js';

interface Named {
  readonly name: string;
  readonly secret: string;
}

/** Somebody with several tokens leaves: one commit, and none of them is good. */
export async function leave(admin: Connection, person: Account): Promise<void> {
  const tokens = await collectTokens(admin.server, person);
  await step(`${person.username} is deleted`, async () => {
    const params = { path: { id: person.id } };
    const { revokedTokens } = await admin.ask((api) => api.DELETE('/v1/users/{id}', { params }));
    expect('how many tokens were revoked', revokedTokens, tokens.length);
    return { result: undefined, fact: `${revokedTokens} tokens revoked in the same commit` };
  });
  for (const { name, secret } of tokens) await tryInVain(admin.server, name, secret);
}

const collectTokens = (server: string, { username, secret }: Account): Promise<readonly Named[]> =>
  step(`${username} signs in and issues three tokens`, async () => {
    const session = { name: 'session', secret: (await startSession(server, username, secret!)).token };
    const connection = new Connection(server, session.secret);
    const tokens = [session];
    for (const name of ['laptop', 'phone', 'backup']) tokens.push(await issue(connection, name));
    for (const token of tokens)
      expect(`whom ${token.name} speaks for`, await speaksFor(server, token.secret), username);
    return { result: tokens, fact: 'all good' };
  });

async function issue(connection: Connection, name: string): Promise<Named> {
  const { token: secret } = await connection.ask((api) => api.POST('/v1/tokens', { body: { name } }));
  return { name, secret: secret! };
}

const tryInVain = (server: string, name: string, secret: string): Promise<void> =>
  step(`  ${name}`, async () => {
    const answer = await speaksFor(server, secret);
    expect('what a token of a deleted user gets', answer, REFUSED);
    return { result: undefined, fact: answer };
  });
