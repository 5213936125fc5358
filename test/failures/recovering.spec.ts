import { type Home, newHome, removeHomes } from '../support/homes.js';
import { opened } from '../support/opened-checkpoint.js';
import { differencesOf, SAME } from '../support/replayed.js';
import type { TestServer } from '../support/server.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { treeHash } from '../support/tree-hash.js';
import { until } from '../support/until.js';

const FIRST_NAME = 'tokens.test';

afterAll(removeHomes);

const recoveryIn = (events: readonly StoredEvent[]): StoredEvent =>
  events.findLast(({ event }) => event.type === 'LogRecovered')!;
const rootOf = (events: readonly StoredEvent[]): string =>
  treeHash(events.map(({ entry }) => entry)).toString('base64');

describe('a database restarted from an older copy', () => {
  let home: Home;
  let server: TestServer;
  let admin: string;
  let leaver: { id: string; session: string };
  let tokens: Record<'live' | 'opaque' | 'revokedSince' | 'ownerDeletedSince' | 'issuedSince', string>;
  let copied: readonly StoredEvent[];
  let lost: readonly StoredEvent[];
  let keptNote: string;
  let old: { swap(): Promise<void> };

  const issue = async (name: string, session: string, more: object = {}): Promise<{ id: string; token: string }> =>
    (await server.api.post('/v1/tokens', session, { name, ...more })).body;

  beforeAll(async () => {
    home = await newHome();
    server = await home.start();
    const before = await server.api.signIn();
    leaver = await server.api.person(before, 'leaver');
    const live = await issue('live', before);
    const opaque = await issue('opaque', before, { format: 'opaque' });
    const revokedSince = await issue('revoked since', before);
    const ownerDeletedSince = await issue('of the leaver', leaver.session);
    await server.stop();
    const [yesterday, older] = [await home.database.copy(), await home.database.copy()];
    copied = await storedEvents(home.database);
    server = await home.start();
    admin = await server.api.signIn();
    await server.api.post(`/v1/tokens/${revokedSince.id}/revoke`, admin);
    await server.api.delete(`/v1/users/${leaver.id}`, admin);
    const issuedSince = await issue('issued since', admin);
    keptNote = (await server.api.get('/log/checkpoint')).body;
    await server.stop();
    lost = await storedEvents(home.database);
    tokens = {
      live: live.token,
      opaque: opaque.token,
      revokedSince: revokedSince.token,
      ownerDeletedSince: ownerDeletedSince.token,
      issuedSince: issuedSince.token,
    };
    await yesterday.swap();
    old = older;
  });

  it('is refused, and the way out is named', async () => {
    expect(await home.refused()).toMatch(/^DATABASE_URL: .*but \d+ were signed.*tokenledger recover/m);
  });

  it('is shown and left alone until somebody agrees', async () => {
    const { code, stdout, stderr } = await home.recover([]);
    expect(code).toBe(1);
    expect(stdout).toContain(`the kept checkpoint   ${FIRST_NAME}, ${lost.length} events, root ${rootOf(lost)}`);
    expect(stdout).toContain(`the database          ${FIRST_NAME}, ${copied.length} events, root ${rootOf(copied)}`);
    expect(stdout).toMatch(/Accounts \(2, of them administrators: 1\)/);
    expect(stdout).toMatch(/all of its 6 live tokens and sessions/);
    expect(stderr).toContain('there is no terminal to ask on; nothing was done');
    expect(await storedEvents(home.database)).toEqual(copied);
  });

  it.each([
    ['that it has', FIRST_NAME, /has had this name/],
    ['that no checkpoint can have', 'a name', /printable ASCII/],
  ])('does not go on under a name %s', async (_, origin, words) => {
    const { code, stderr } = await home.recover(['--yes', '--origin', origin]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(await home.size()).toBe(copied.length);
  });

  it('goes on under a new name, once', async () => {
    const recovered = await home.recover();
    expect(recovered).toMatchObject({ code: 0, stderr: '' });
    const { event } = recoveryIn(await storedEvents(home.database));
    expect(recovered.stdout).toContain(`The log goes on as ${event.data.origin}.`);
    expect(await home.recover()).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing to recover') });
  });

  it('says in its log what was signed and what was there', async () => {
    const { event, position } = recoveryIn(await storedEvents(home.database));
    expect(position).toBe(copied.length);
    expect(event).toMatchObject({
      stream: 'log',
      log: event.data.origin,
      actor: { type: 'system', id: 'recovery' },
      data: {
        origin: expect.stringMatching(/^tokens\.test\/recovered-\d{8}T\d{6}Z$/),
        previousOrigin: FIRST_NAME,
        signed: { origin: FIRST_NAME, size: String(lost.length), root: rootOf(lost) },
        found: { size: String(copied.length), root: rootOf(copied) },
      },
      personal: [],
    });
  });

  it('is refused by its old name, and starts', async () => {
    expect(await home.refused({ LOG_ORIGIN: FIRST_NAME })).toMatch(
      /^LOG_ORIGIN: this log is tokens\.test\/recovered-/m,
    );
    server = await home.start();
    admin = await server.api.signIn();
  });

  it('lets no token in that is older, at no door, whatever became of it', async () => {
    const sessions = { leaver: leaver.session };
    for (const [which, token] of Object.entries({ ...tokens, ...sessions })) {
      expect([which, (await server.api.get('/v1/me', token)).status]).toEqual([which, 401]);
      expect([which, (await server.api.get('/oauth2/auth?audience=http://tokens.test', token)).status]).toEqual([
        which,
        401,
      ]);
      expect([which, await server.api.introspect(admin, token)]).toEqual([which, { active: false }]);
    }
  });

  it('reads what was sealed before, and shows its history to the first event', async () => {
    const { body } = await server.api.get('/v1/users', admin);
    expect(body.items.map(({ username }: { username: string }) => username).toSorted()).toEqual(['admin', 'leaver']);
    const trail = await server.api.get('/v1/audit/events?type=LogRecovered&limit=500', admin);
    expect(trail.body.items).toEqual([expect.objectContaining({ position: String(copied.length) })]);
    const revoked = await server.api.get('/v1/audit/events?type=TokenRevoked&limit=500', admin);
    expect(revoked.body.items.map(({ data }: any) => data.cause)).toEqual(Array(6).fill('recovered'));
  });

  it('is one tree from its first event on, signed under the new name', async () => {
    await until(async () => (await storedEvents(home.database)).length === (await home.size()));
    const note: string = (await server.api.get('/log/checkpoint')).body;
    const stored = await storedEvents(home.database);
    const { data } = recoveryIn(stored).event;
    const signed = opened(note, data.verifierKey);
    expect(signed.origin).toBe(data.origin);
    expect(signed.root).toBe(rootOf(stored.slice(0, signed.size)));
    expect(stored.slice(0, copied.length)).toEqual(copied);
    const named = stored.map(({ event }) => event.log);
    expect(named).toEqual(stored.map((_, at) => (at < copied.length ? FIRST_NAME : data.origin)));
    // What others may hold of the lost part still says what it said, under the name that it had.
    expect(opened(keptNote, lost[0]!.event.data.keys.log)).toMatchObject({ origin: FIRST_NAME, size: lost.length });
  });

  it('comes to the same state from its events, and starts again', async () => {
    expect(await differencesOf(home)).toEqual(SAME);
    expect(await server.stop()).toBe(0);
    server = await home.start({ LOG_ORIGIN: recoveryIn(await storedEvents(home.database)).event.data.origin });
    expect((await server.api.get('/v1/me', admin)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it('is refused again when it is older than its recovery, and is given yet another name', async () => {
    const { event } = recoveryIn(await storedEvents(home.database));
    await old.swap();
    expect(await home.refused()).toMatch(/the kept checkpoint is of .*a name that this log has never had/);
    const reused = await home.recover(['--yes', '--origin', event.data.origin]);
    expect(reused).toMatchObject({ code: 1, stderr: expect.stringMatching(/has had this name/) });
    expect(await home.recover(['--yes', '--origin', 'tokens.test/third'])).toMatchObject({ code: 0 });
    const { data } = recoveryIn(await storedEvents(home.database)).event;
    expect(data).toMatchObject({ previousOrigin: FIRST_NAME, signed: { origin: event.data.origin } });
  });
});
