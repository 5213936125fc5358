import { readFileSync } from 'node:fs';
import type { DomainEvent } from '@tokenledger/domain';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type Home, newHome, removeHomes } from '../support/homes.js';
import { openTestLedger } from '../support/ledger.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { trailRows } from '../support/trail-rows.js';
import { until } from '../support/until.js';

let home: Home;
let server: TestServer;
let admin: string;
const cli = new CommandLine('');

beforeEach(async () => {
  home = await newHome();
  server = await home.start();
  admin = await server.api.signIn();
});
afterEach(removeHomes);
afterAll(() => cli.remove());

/** What the appender of a server says of the log that knows a version of an event more. */
const newerFormat = () => home.database.query('update log.head set format = format + 1');

/** An event that this version cannot read, as a server writes it. Answers its position. */
async function newerEvent(schema: number, type: string, stream = 'user-ada'): Promise<number> {
  const ledger = await openTestLedger(home.database, home.keysFile);
  const subject = { type: 'user', id: 'ada' };
  const event = { type, schema, stream, subject, data: { to: 'the moon' }, personal: [] } as unknown as DomainEvent;
  const by = { actor: { type: 'system', id: 'newer' }, permission: null, requestId: 'newer' } as const;
  try {
    const { events } = await ledger.log.append({ ...by, streams: [stream], reads: {}, decide: () => [event] });
    return Number(events[0]!.position);
  } finally {
    await ledger.close();
  }
}

const unreadable = (position: number, schema: number, type: string): string =>
  `this server cannot read the event at ${position}, ${type} of schema ${schema} in an entry of version 1: ` +
  'it was written by a newer server; update this one';

const looksAfter = async (position: number) =>
  (await storedEvents(home.database, position)).filter(({ event }) => event.type === 'LogChecked');

const settings = () => ({ DATABASE_URL: home.database.url, DATA_DIR: home.dataDir });
const NEWER =
  /DATABASE_URL: a newer server has written to this log, with \d+ versions of events, of which this one knows \d+; update it\n/;

it('an older server that runs lets nobody in and appends nothing, and says so; what needs no meaning it still gives', async () => {
  const { api } = server;
  await newerFormat();
  const size = await home.size();
  for (const { status, headers, body } of [
    await api.get('/v1/me', admin),
    await api.post('/v1/tokens', admin, { name: 'by older rules' }),
    await api.post('/v1/sessions', '', { username: 'admin', password: ADMIN_PASSWORD }),
  ])
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  expect(await api.get('/health/ready')).toMatchObject({
    status: 503,
    body: { parts: { log: 'down', database: 'up' } },
  });
  expect((await api.get('/health/live')).status).toBe(200);
  expect((await api.get('/log/checkpoint')).status).toBe(200);
  expect(await home.size()).toBe(size);
  expect(server.output()).toContain('a newer server has written to this log');
});

it('an older server does not start, replay or recover, and says why in one line', async () => {
  await server.stop();
  await newerFormat();
  expect(await home.refused()).toMatch(NEWER);
  const { code, stdout, stderr } = await cli.run(['replay'], { env: settings() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(new RegExp(`^${NEWER.source}tokenledger: it could not be told.\n$`));
  expect((await home.recover()).stderr).toMatch(NEWER);
});

describe.each([
  ['of a newer type', 1, 'UserTeleported'],
  ['of a newer schema', 2, 'StateReplaced'],
])('an event %s', (_, schema, type) => {
  let position: number;
  beforeEach(async () => (position = await newerEvent(schema, type)));
  const unread = () => unreadable(position, schema, type);

  it('stops the projection before it, and whoever would be shown it is told', async () => {
    const { api } = server;
    await until(async () => (await api.get('/health/ready')).body.parts.projections === 'lagging');
    expect(server.output()).toContain(`the projection trail stops before position ${position}: Error: ${unread()}`);
    expect((await trailRows(home.database)).map((row) => row.position)).not.toContain(position);
    for (const question of ['?order=desc', `?type=StateReplaced`]) {
      const { status, body } = await api.get(`/v1/audit/events${question}`, admin);
      expect([question, status, body.code]).toEqual([question, 503, 'unavailable']);
    }
  });

  it('stops a replay, in one line', async () => {
    const { code, stdout, stderr } = await cli.run(['replay'], { env: settings() });
    expect([code, stdout, stderr]).toEqual([2, '', `DATABASE_URL: ${unread()}\ntokenledger: it could not be told.\n`]);
  });

  it('is found by the self-check, and no token is issued', async () => {
    await server.api.post('/v1/audit/checks', admin);
    await until(async () => (await looksAfter(position)).length > 0);
    expect((await looksAfter(position))[0]!.event.data.findings).toEqual([
      { of: 'events', position: null, rows: null, why: 'the events cannot be replayed' },
    ]);
    expect((await server.api.post('/v1/tokens', admin, { name: 'unknowing' })).status).toBe(503);
  });

  it('is verified like any other: that asks what was written, not what it means', async () => {
    const vkey = (await storedEvents(home.database))[0]!.event.data.keys.log;
    const env = { TOKENLEDGER_SERVER: server.api.url, TOKENLEDGER_TOKEN: admin };
    const { code, stdout, stderr } = await cli.run(['verify', '--key', vkey, '--json'], { env });
    expect([code, stderr]).toEqual([0, '']);
    expect(Number(JSON.parse(stdout).size)).toBeGreaterThan(position);
    const proof = await server.api.get(`/v1/audit/events/${position}/proof`, admin);
    expect(proof.status).toBe(200);
    expect(proof.body).toContain('c2sp.org/tlog-proof@v1');
  });
});

it('an event in the stream that says what the log is called stops a start', async () => {
  await server.stop();
  const position = await newerEvent(2, 'LogRecovered', 'log');
  expect(await home.refused()).toContain(`DATABASE_URL: ${unreadable(position, 2, 'LogRecovered')}\n`);
});

it('what this server appends says how much it knows', async () => {
  const [{ format }] = (await home.database.query<{ format: number }>('select format from log.head')) as [
    { format: number },
  ];
  const types = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8').match(/^## /gm)!;
  expect(format).toBeGreaterThanOrEqual(types.length);
});
