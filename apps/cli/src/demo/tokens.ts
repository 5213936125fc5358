import type { Schemas } from '@tokenledger/api-client';
import type { Connection } from '../connection.js';
import type { Account } from './accounts.js';
import { expect, REFUSED, speaksFor } from './expect.js';
import { step } from './tell.js';

interface Issued {
  readonly id: string;
  readonly secret: string;
}

/** Issued, used, revoked, rotated: on what each token does. */
export async function tellOfTokens(admin: Connection, robot: Account): Promise<void> {
  const jwt = await issueFor(admin, robot, 'jwt');
  const opaque = await issueFor(admin, robot, 'opaque');
  await use(admin, robot, jwt);
  await beAskedAbout(admin, opaque);
  await revoke(admin, opaque);
  await rotate(admin, robot, jwt);
}

const issueFor = (admin: Connection, { id: owner, username }: Account, format: 'jwt' | 'opaque'): Promise<Issued> =>
  step(`A token for ${username}, ${format}, for an hour`, async () => {
    const body = { name: `${format} of the story`, owner, format, expiresIn: '1h' };
    const issued = issuedOf(await admin.ask((api) => api.POST('/v1/tokens', { body })));
    return { result: issued, fact: issued.id };
  });

function issuedOf({ id, token: secret }: { id: string; token?: string }): Issued {
  expect('whether the token is shown', typeof secret, 'string');
  return { id, secret: secret! };
}

const use = (admin: Connection, { username }: Account, { secret }: Issued): Promise<void> =>
  step('The JWT is used', async () => {
    const name = await speaksFor(admin.server, secret);
    expect('whom the token speaks for', name, username);
    return { result: undefined, fact: `it speaks for ${name}` };
  });

const beAskedAbout = (admin: Connection, { secret }: Issued): Promise<void> =>
  step('A service asks about the opaque one (RFC 7662)', async () => {
    const { active } = await introspect(admin, secret);
    expect('whether it is active', active, true);
    return { result: undefined, fact: 'active' };
  });

const introspect = (admin: Connection, secret: string): Promise<Schemas['Introspection']> =>
  admin.ask((api) =>
    api.POST('/oauth2/introspect', {
      body: { token: secret },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  );

const revoke = (admin: Connection, { id, secret }: Issued): Promise<void> =>
  step('It is revoked: it was in a build log', async () => {
    const body = { cause: 'compromised', reason: 'it was in a build log' } as const;
    await admin.ask((api) => api.POST('/v1/tokens/{id}/revoke', { params: { path: { id } }, body }));
    const answer = await speaksFor(admin.server, secret);
    expect('what a revoked token gets', answer, REFUSED);
    expect('whether a revoked token is active', (await introspect(admin, secret)).active, false);
    return { result: undefined, fact: `${answer}; not active` };
  });

const rotate = (admin: Connection, { username }: Account, { id, secret }: Issued): Promise<void> =>
  step('The JWT is rotated', async () => {
    const params = { path: { id } };
    const successor = issuedOf(await admin.ask((api) => api.POST('/v1/tokens/{id}/rotate', { params, body: {} })));
    expect('whom the new one speaks for', await speaksFor(admin.server, successor.secret), username);
    const answer = await speaksFor(admin.server, secret);
    expect('what the old one gets', answer, REFUSED);
    return { result: undefined, fact: `the new one is good, the old one ${answer}` };
  });
