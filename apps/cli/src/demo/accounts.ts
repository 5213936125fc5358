import { randomBytes } from 'node:crypto';
import type { Schemas } from '@tokenledger/api-client';
import { Connection } from '../connection.js';
import { shownEnd } from '../output/time.js';
import { expect } from './expect.js';
import type { Stage } from './stage.js';
import { step } from './tell.js';

export interface Account {
  readonly id: string;
  readonly username: string;
  /** Of a person: the password. */
  readonly secret: string | undefined;
}

export const signIn = ({ server, username, secret }: Stage): Promise<Connection> =>
  step(`${username} signs in`, async () => {
    const session = await startSession(server, username, secret);
    const admin = new Connection(server, session.token);
    const { roles } = await admin.ask((api) => api.GET('/v1/me'));
    expect('who may do everything', roles.includes('admin'), true);
    return { result: admin, fact: `until ${shownEnd(session.expiresAt)}` };
  });

export const startSession = (server: string, username: string, secret: string): Promise<Schemas['StartedSession']> =>
  new Connection(server, undefined).ask((api) => api.POST('/v1/sessions', { body: { username, password: secret } }));

export const registerAccounts = (admin: Connection, suffix: string) =>
  step('Two people and a service account', async () => {
    const leaver = await register(admin, `leaver-${suffix}`, 'person');
    const colleague = await register(admin, `colleague-${suffix}`, 'person');
    const robot = await register(admin, `robot-${suffix}`, 'service');
    return {
      result: { leaver, colleague, robot },
      fact: [leaver, colleague, robot].map(({ username }) => username).join(', '),
    };
  });

async function register(admin: Connection, username: string, kind: 'person' | 'service'): Promise<Account> {
  const secret = kind === 'person' ? randomBytes(18).toString('base64url') : undefined;
  const password = secret === undefined ? {} : { password: secret };
  const { id } = await admin.ask((api) => api.POST('/v1/users', { body: { username, kind, ...password } }));
  return { id, username, secret };
}

/** What the story made does not outlive it; only the log remembers. */
export const tidyUp = (admin: Connection, accounts: readonly Account[]): Promise<void> =>
  step('The others leave, and the administrator signs out', async () => {
    for (const { id } of accounts) await admin.ask((api) => api.DELETE('/v1/users/{id}', { params: { path: { id } } }));
    await admin.ask((api) => api.DELETE('/v1/sessions/current'));
    return { result: undefined, fact: 'nothing of the story is live' };
  });
