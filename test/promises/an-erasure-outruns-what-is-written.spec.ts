import { type Sealed, userStream } from '@tokenledger/domain';
import { Cipher } from '../../apps/server/src/keys/cipher.js';
import { EventLog } from '../../apps/server/src/event-log/event-log.js';
import { startApp, type TestApp } from '../support/app.js';
import { done } from '../support/done.js';
import { storedEvents } from '../support/stored-events.js';
import { startTwoServers } from '../support/two-servers.js';
import { until } from '../support/until.js';

let app: TestApp;
let admin: string;

beforeAll(async () => {
  app = await startApp();
  admin = await app.api.signIn();
});

afterAll(() => app?.close());

const register = async (username: string): Promise<string> =>
  done(await app.api.post('/v1/users', admin, { username, kind: 'person' })).body.id;

async function erase(id: string): Promise<void> {
  done(await app.api.delete(`/v1/users/${id}`, admin));
  done(await app.api.post(`/v1/users/${id}/erase`, admin));
}

/** An event of somebody else, which says something of `kid`. */
const saying = (other: string, kid: string, personal: readonly Sealed<'reason'>[]) =>
  app.part(EventLog).append({
    actor: { type: 'system', id: 'test' },
    permission: null,
    streams: [userStream(other)],
    reads: { users: [other, kid] },
    decide: () => [
      {
        type: 'LegalHoldPlaced',
        schema: 1,
        stream: userStream(other),
        subject: { type: 'user', id: other },
        data: { userId: other },
        personal,
      },
    ],
    requestId: 'test',
  });

it('what was sealed before the erasure and comes after it is not written', async () => {
  const [leaver, other] = [await register('leaver'), await register('other')];
  const about = { type: 'user', id: other } as const;
  const inTime = await app.part(Cipher).seal(leaver, about, 'reason', 'a secret of the leaver');
  const hers = await app.part(Cipher).seal(other, about, 'reason', 'of somebody who stays');
  expect(inTime.ct).not.toBe('');
  await erase(leaver);
  const { events } = await saying(other, leaver, [hers, inTime]);
  const [{ event } = { event: undefined }] = await storedEvents(app.database, String(events[0]!.position));
  expect(event.personal).toEqual([hers, { kid: leaver, field: 'reason', ct: '' }]);
  expect((await app.api.get(`/v1/users/${other}/history`, admin)).body.items.at(-1)).toMatchObject({
    type: 'LegalHoldPlaced',
    personal: { reason: '[erased]' },
  });
});

it('what is sealed after the erasure has no key, and makes none', async () => {
  const leaver = await register('another-leaver');
  await erase(leaver);
  const about = { type: 'user', id: leaver } as const;
  const late = await app.part(Cipher).seal(leaver, about, 'reason', 'too late');
  expect(late).toEqual({ kid: leaver, field: 'reason', ct: '' });
  expect(await app.part(Cipher).open(late, about)).toBeNull();
  const keys = await app.database.query(`select wrapped from state.subject_keys where kid = '${leaver}'`);
  expect(keys).toEqual([{ wrapped: null }]);
});

it('of two erasures at once one is refused, and a hold comes before the erasure or too late', async () => {
  const [twice, held] = [await register('twice'), await register('held')];
  for (const id of [twice, held]) done(await app.api.delete(`/v1/users/${id}`, admin));
  const both = await Promise.all([1, 2].map(() => app.api.post(`/v1/users/${twice}/erase`, admin)));
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  const [erasing, holding] = await Promise.all([
    app.api.post(`/v1/users/${held}/erase`, admin),
    app.api.post(`/v1/users/${held}/hold`, admin, { reason: 'a case' }),
  ]);
  expect(new Set([erasing!.status, holding!.status])).toEqual(new Set([200, 409]));
});

it('another server forgets the key as well', async () => {
  const servers = await startTwoServers();
  const { one, two, admin: token } = servers;
  const { id } = done(await one.api.post('/v1/users', token, { username: 'curlew', kind: 'person' })).body;
  const named = async () => (await two.api.get(`/v1/users/${id}`, token)).body.username;
  expect(await named()).toBe('curlew');
  done(await one.api.delete(`/v1/users/${id}`, token));
  done(await one.api.post(`/v1/users/${id}/erase`, token));
  await until(async () => (await named()) === '[erased]');
  await servers.stop();
});
