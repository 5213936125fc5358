import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type Home, newHome, removeHomes } from '../support/homes.js';
import { seededTokens } from '../support/seeded-tokens.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

let home: Home;
let server: TestServer;
let admin: string;
let vkey: string;
let token: string;
const cli = new CommandLine('');

/** As of before anything was tampered with: what an auditor has taken home. */
let earlier: string;

beforeAll(async () => {
  home = await newHome();
  server = await home.start();
  admin = await server.api.signIn();
  const { id } = (await server.api.post('/v1/users', admin, { username: 'ci', kind: 'service' })).body;
  token = (await seededTokens(home, id, 600))[0]!.id;
  const events = await storedEvents(home.database);
  vkey = events[0]!.event.data.keys.log;
  earlier = join(home.dataDir, 'earlier.checkpoint');
  writeFileSync(earlier, (await server.api.get('/log/checkpoint')).body);
  await server.stop();
});

afterAll(async () => {
  cli.remove();
  await removeHomes();
});

/** What somebody does who has the database, and neither the keys nor a trigger to stop them. */
const tamper = (sql: string): Promise<unknown> => home.database.query(`set session_replication_role = replica; ${sql}`);

const kept = (): string => join(home.dataDir, 'checkpoint');

/** Around one attack: the server runs before it, and everything is as it was afterwards. */
async function attacked(attack: () => Promise<unknown>, then: () => Promise<void>): Promise<void> {
  const before = readFileSync(kept());
  const copy = await home.database.copy();
  server = await home.start();
  try {
    await attack();
    await then();
  } finally {
    await server.kill();
    await copy.swap();
    writeFileSync(kept(), before);
  }
}

/** What a look at everything says. */
async function findings(): Promise<readonly { of: string; position: string | null; why: string }[]> {
  const session = await server.api.signIn();
  const first = (await home.size()) - 1;
  await server.api.post('/v1/audit/checks', session);
  const looks = async () =>
    (await storedEvents(home.database, first)).filter(({ event }) => event.type === 'LogChecked');
  await until(async () => (await looks()).length > 0);
  return (await looks())[0]!.event.data.findings;
}

/** What somebody finds who has the key and an earlier checkpoint. */
async function verified(...args: string[]): Promise<string> {
  const session = await server.api.signIn();
  const env = { TOKENLEDGER_SERVER: server.api.url, TOKENLEDGER_TOKEN: session };
  const { code, stdout, stderr } = await cli.run(['verify', '--key', vkey, ...args], { env });
  return `${code} ${stdout}${stderr}`;
}

const replaced = (position: number, from: string, to: string): string =>
  `update log.event set entry = convert_to(replace(convert_from(entry, 'UTF8'), '${from}', '${to}'), 'UTF8')
   where position = ${position};`;
const rehashed = (position: number): string =>
  `update log.event set leaf_hash = sha256('\\x00'::bytea || entry) where position = ${position};`;
const ANOTHER_FORMAT = [300, '"format":"opaque"', '"format":"jwt"'] as const;
/** The roots of full tiles, over the leaves as they are now. */
const retiled = `create function pg_temp.root(a bigint, n bigint) returns bytea language plpgsql as $$ begin
    if n = 1 then return (select leaf_hash from log.event where position = a); end if;
    return sha256('\\x01'::bytea || pg_temp.root(a, n / 2) || pg_temp.root(a + n / 2, n / 2)); end $$;
  update log.subtree set hash = pg_temp.root(index * 256, 256) where level = 8;`;

const anything = /./;

interface Attack {
  readonly what: string;
  readonly sql: () => string;
  /** What the server finds: of what, at which position, and why. */
  readonly found: readonly [of: string, position: string | null, why: RegExp];
  /** What an auditor finds. */
  readonly told: RegExp;
}

const attacks: readonly Attack[] = [
  {
    what: 'a payload is changed',
    sql: () => replaced(...ANOTHER_FORMAT),
    found: ['events', '300', /not those that were hashed/],
    told: /^1 .*position 300: the entry is not the one whose hash is in the tree/,
  },
  {
    what: 'and its leaf with it',
    sql: () => replaced(...ANOTHER_FORMAT) + rehashed(300),
    found: ['tree', '511', /the root of the 256 events up to this one/],
    told: /^1 .*not with the root that was signed/,
  },
  {
    what: 'an event in the middle is deleted',
    sql: () => 'delete from log.event where position = 300;',
    found: ['events', '300', /is not there/],
    told: anything,
  },
  {
    what: 'two events change places',
    sql: () =>
      `update log.event e set entry = o.entry, leaf_hash = o.leaf_hash from log.event o
       where (e.position, o.position) in ((300, 301), (301, 300));`,
    found: ['events', '300', /what stands beside the event/],
    told: /^1 .*position 300: the entry says that it stands at 301/,
  },
  {
    what: 'a time is changed',
    sql: () =>
      `update log.event set entry = convert_to(regexp_replace(convert_from(entry, 'UTF8'),
       '"recordedAt":"\\d{4}', '"recordedAt":"2001'), 'UTF8') where position = 300;` + rehashed(300),
    found: ['tree', '511', anything],
    told: /^1 .*position 300: the entry is older than the one before it/,
  },
  {
    what: 'an event is moved in from another log',
    sql: () => replaced(300, '"log":"tokens.test"', '"log":"other.test"') + rehashed(300),
    found: ['tree', '511', anything],
    told: /^1 .*position 300: the entry is of the log other.test/,
  },
  {
    what: 'a revocation is taken back in a table',
    sql: () => `update state.tokens set status = 'revoked', cause = 'requested' where id = '${token}'`,
    found: ['state.tokens', null, /not what the log says/],
    told: /^0 OK/,
  },
];

describe('a superuser of the database is found out', () => {
  it.each(attacks)('when $what', async ({ sql, found: [of, position, why], told }) => {
    await attacked(
      () => tamper(sql()),
      async () => {
        const found = await findings();
        expect(found).toContainEqual(expect.objectContaining({ of, position, why: expect.stringMatching(why) }));
        expect(await verified()).toMatch(told);
        expect((await server.api.get('/health/integrity')).body.status).toBe('down');
      },
    );
  });
});

/** Whoever asks for a change is refused, and no server starts on it. */
async function everythingStops(): Promise<void> {
  const body = { username: 'admin', password: ADMIN_PASSWORD };
  await until(async () => (await server.api.ask('POST', '/v1/sessions', { body })).status === 503);
  expect(await server.stop()).toBe(0);
  expect(await home.refused()).toMatch(/this is not the log that was signed/);
}

/** The end of the log, cut off: back to a head that was signed. */
const cutBack = (head: Head): string =>
  `delete from log.event where position >= ${head.size};
   update log.head set size = ${head.size}, peaks = decode('${head.peaks}', 'hex'),
     recorded_at = '${head.recordedAt}', checkpoint = '${head.checkpoint}';`;

interface Head {
  readonly size: string;
  readonly peaks: string;
  readonly recordedAt: string;
  readonly checkpoint: string;
}

const headNow = async (): Promise<Head> =>
  (
    await home.database.query<Head & { [column: string]: unknown }>(
      `select size, encode(peaks, 'hex') as peaks, recorded_at as "recordedAt", checkpoint from log.head`,
    )
  )[0]!;

describe('everything stops', () => {
  const heads: readonly [string, () => string][] = [
    ['when all tiles are changed with an event', () => replaced(...ANOTHER_FORMAT) + rehashed(300) + retiled],
    [
      'when an event is put in behind the last',
      () => `insert into log.event
        select position + 1, stream, version + 1000, entry, leaf_hash from log.event order by position desc limit 1;`,
    ],
    ['when the checkpoint is replaced', () => `update log.head set checkpoint = replace(checkpoint, '— ', '— x');`],
    ['when the peaks are replaced', () => `update log.head set peaks = set_byte(peaks, 0, get_byte(peaks, 0) # 1);`],
    ['when the size is replaced', () => `update log.head set size = size - 1;`],
  ];

  it.each(heads)('%s', (_, sql) => attacked(() => tamper(sql()), everythingStops));

  it('when the end is cut off, and whoever has kept a checkpoint sees it too', async () => {
    const before = await headNow();
    await attacked(
      async () => {
        await server.api.signIn();
        writeFileSync(earlier, (await server.api.get('/log/checkpoint')).body);
        await until(async () => readFileSync(kept()).equals(readFileSync(earlier)));
        await tamper(cutBack(before));
      },
      async () => {
        const since = await cli.run(['verify', '--key', vkey, '--since', earlier], {
          env: { TOKENLEDGER_SERVER: server.api.url, TOKENLEDGER_TOKEN: admin },
        });
        expect(since.code).not.toBe(0);
        await everythingStops();
      },
    );
  });
});

describe('as docs/threat-model.md says, nobody can see', () => {
  it('that the end was cut off, which no checkpoint had left yet', async () => {
    await attacked(
      async () => {
        await server.stop();
        const [older, checkpoint] = [await home.database.copy(), readFileSync(kept())];
        server = await home.start();
        await server.api.signIn();
        await server.kill();
        await older.swap();
        writeFileSync(kept(), checkpoint);
        server = await home.start();
      },
      async () => {
        expect(await findings()).toEqual([]);
        expect(await verified()).toMatch(/^0 OK/);
      },
    );
  });
});

it('while something is wrong no token is issued, and every one can be revoked', async () => {
  await attacked(
    () => tamper(`update state.users set roles = '{admin}' where kind = 'service';`),
    async () => {
      const session = await server.api.signIn();
      expect((await server.api.get('/health/integrity')).body).toMatchObject({ status: 'unknown', size: null });
      await findings();
      const { status, headers, body } = await server.api.post('/v1/tokens', session, { name: 'not now' });
      expect([status, headers.get('retry-after'), body.code]).toEqual([503, '60', 'unavailable']);
      const integrity = await server.api.get('/health/integrity');
      expect([integrity.status, integrity.body.status]).toEqual([503, 'down']);
      expect((await server.api.post(`/v1/tokens/${token}/revoke`, session)).status).toBe(200);
      const env = { DATABASE_URL: home.database.url, DATA_DIR: home.dataDir };
      expect(await cli.run(['replay', '--swap'], { env })).toMatchObject({ code: 0 });
      expect((await server.api.post('/v1/tokens', session, { name: 'not yet' })).status).toBe(503);
      expect(await findings()).toEqual([]);
      expect((await server.api.get('/health/integrity')).body.status).toBe('up');
      expect((await server.api.post('/v1/tokens', session, { name: 'now' })).status).toBe(201);
    },
  );
});
