import { disableUser, enableUser, userStream } from '@tokenledger/domain';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let ledger: TestLedger;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
  ledger = await openTestLedger(server.database, server.keysFile);
});

afterAll(async () => {
  await ledger?.close();
  await server?.stop();
});

/** As the server itself; no route does this yet. */
const decide = (userId: string, decision: typeof disableUser | typeof enableUser) =>
  ledger.log.append({
    actor: { type: 'system', id: 'test' },
    permission: null,
    streams: [userStream(userId)],
    reads: { users: [userId], administrators: true },
    decide: (state) => decision(state, userId),
    requestId: 'test',
  });

it('refuses its tokens while it is disabled, revokes none, and accepts them again', async () => {
  const { id, session } = await server.api.person(admin, 'ada');
  const { token } = (await server.api.post('/v1/tokens', session, { name: 'ci', format: 'opaque' })).body;
  await decide(id, disableUser);
  expect((await server.api.get('/v1/me', session)).status).toBe(401);
  expect(await server.api.introspect(admin, token)).toEqual({ active: false });
  await expect(server.api.signIn('ada', 'the password of ada')).rejects.toThrow('401');
  expect((await server.api.post('/v1/tokens', admin, { name: 'other', owner: id })).body.code).toBe('owner_disabled');
  const { items } = (await server.api.get(`/v1/tokens?owner=${id}`, admin)).body;
  expect(items.map(({ state }: { state: string }) => state)).toEqual(['active', 'active']);
  await decide(id, enableUser);
  expect((await server.api.get('/v1/me', session)).status).toBe(200);
  expect(await server.api.introspect(admin, token)).toMatchObject({ active: true });
});
