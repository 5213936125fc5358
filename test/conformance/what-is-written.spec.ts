import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { done } from '../support/done.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

let server: OneServer;
let story: readonly StoredEvent[];

/** Of everything that a server writes while nothing fails and no time passes. */
beforeAll(async () => {
  server = await startOneServer();
  const { api, admin, database } = server;
  const change = async (method: string, path: string, body: object) => {
    const etag = (await api.get(path, admin)).headers.get('etag')!;
    done(await api.ask(method, path, { token: admin, body, headers: { 'if-match': etag } }));
  };
  const ada = await api.person(admin, 'ada');
  const issue = async (name: string) =>
    (await api.post('/v1/tokens', admin, { name, owner: ada.id, description: 'of the story', format: 'opaque' })).body;
  const [first, second] = [await issue('first'), await issue('second'), await issue('third')];
  done(await api.post(`/v1/tokens/${first.id}/rotate`, admin, { graceSeconds: 3600 }));
  done(await api.post(`/v1/tokens/${second.id}/revoke`, admin, { cause: 'leaked', reason: 'found in a paste' }));
  done(await api.ask('POST', '/oauth2/revoke', { ...form, body: `token=${first.token}` }));
  for (const body of [{ roles: ['user', 'auditor'] }, { email: 'ada@example.org' }, { email: null }])
    await change('PATCH', `/v1/users/${ada.id}`, body);
  for (const enabled of [false, true]) await change('PATCH', `/v1/users/${ada.id}`, { enabled });
  const { position: _, ...policy } = (await api.get('/v1/policy', admin)).body;
  await change('PUT', '/v1/policy', { ...policy, defaultLifetime: 3600 });
  const lines = 'p, role:viewer, applications, get, */*, allow\ng, ada, role:viewer\n';
  await change('PUT', '/v1/policy/permissions', { policy: lines, reason: 'of the story' });
  done(await api.post('/v1/projects', admin, { name: 'shop', description: 'of the story' }));
  done(await api.ask('PATCH', '/v1/projects/shop', { token: admin, body: { description: null } }));
  const rules = [{ resource: 'applications', action: 'get', object: 'shop/*', effect: 'allow' }];
  const role = { description: 'of the story', rules, groups: ['deployers'] };
  done(await api.ask('PUT', '/v1/projects/shop/roles/deployer', { token: admin, body: role }));
  for (const path of ['/v1/projects/shop/roles/deployer', '/v1/projects/shop']) done(await api.delete(path, admin));
  done(await api.get('/v1/audit/events', admin));
  done(await api.post('/v1/audit/checks', admin));
  await until(async () => (await storedEvents(database)).some(({ event }) => event.type === 'LogChecked'));
  for (const verb of ['hold', 'release'])
    done(await api.post(`/v1/users/${ada.id}/${verb}`, admin, { reason: 'of the story' }));
  done(await api.delete(`/v1/users/${ada.id}`, admin));
  done(await api.post(`/v1/users/${ada.id}/erase`, admin));
  // The key that had wrapped theirs follows by itself.
  await until(async () => (await storedEvents(database)).some(({ event }) => event.type === 'KeyDestroyed'), 60_000);
  story = await storedEvents(database);
});
afterAll(() => server?.stop());

const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };

const read = (file: string): any => JSON.parse(readFileSync(pathOf(file), 'utf8'));
const pathOf = (file: string): string => fileURLToPath(new URL(`events/${file}`, import.meta.url));
const namesOf = (value: object): string[] => Object.keys(value).toSorted();
const kindOf = ({ stream, subject }: any): string[] => [stream.replace(/-.*/, ''), subject.type];

it('every event is of a frozen format, and stands in an entry like its sample', () => {
  const ajv = new Ajv();
  for (const { event } of story) {
    const version = `${event.type}.${event.schema}`;
    expect([version, existsSync(pathOf(`${version}.format.json`))]).toEqual([version, true]);
    const [format, sample] = [read(`${version}.format.json`), read(`${version}.json`)];
    expect([version, ajv.validate(format.data, event.data), ajv.errors]).toEqual([version, true, null]);
    const fields = event.personal.map(({ field }: { field: string }) => field);
    expect([...format.personal, 'ip', 'userAgent']).toEqual(expect.arrayContaining(fields));
    for (const part of [(all: any) => all, ({ meta }: any) => meta, ({ subject }: any) => subject])
      expect([version, namesOf(part(event))]).toEqual([version, namesOf(part(sample))]);
    for (const sealed of event.personal) expect(namesOf(sealed)).toEqual(['ct', 'field', 'kid']);
    expect([version, ...kindOf(event)]).toEqual([version, ...kindOf(sample)]);
  }
});

it('which are all that a server writes, except after a loss, after a replay, or when time passes', () => {
  const page = fileURLToPath(new URL('../../docs/events.md', import.meta.url));
  const types = [...readFileSync(page, 'utf8').matchAll(/^## (\w+)/gm)].map(([, type]) => type!);
  const written = new Set(story.map(({ event }) => event.type));
  expect(types.filter((type) => !written.has(type)).toSorted()).toEqual([
    'LogRecovered',
    'StateReplaced',
    'TokenExpired',
  ]);
});
