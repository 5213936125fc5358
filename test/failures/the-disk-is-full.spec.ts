import { rmSync } from 'node:fs';
import { type DataDir, lockDataDir } from '../../apps/server/src/platform/data-dir.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../apps/server/src/platform/postgres/embedded-postgres.js';
import type { Answer } from '../support/api.js';
import { FullDisk } from '../support/full-disk.js';
import { Issuing } from '../support/issuing.js';
import { newDataDir, startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

interface Place {
  readonly server: TestServer;
  readonly disk: FullDisk;
  stop(): Promise<void>;
}

const quiet = (): void => undefined;

async function embedded(): Promise<Place> {
  const dataDir = newDataDir();
  const server = await startServer({ dataDir });
  const stop = async () => {
    expect(await server.stop()).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { server, disk: new FullDisk(dataDir), stop };
}

/** A PostgreSQL that others run, and start again when it has ended. */
async function external(): Promise<Place> {
  const dataDir: DataDir = lockDataDir(newDataDir());
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres(dataDir, quiet, quiet);
  const server = await startServer({ databaseUrl: postgres.url });
  const stop = async () => {
    expect(await server.stop()).toBe(0);
    await postgres.stop();
    dataDir.release();
    rmSync(dataDir.path, { recursive: true, force: true });
  };
  return { server, disk: new FullDisk(dataDir.path), stop };
}

function expectComeBack({ status, headers, body }: Answer): void {
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  expect(['unavailable', 'outcome_unknown']).toContain(body.code);
}

describe.each([
  ['the embedded database', embedded],
  ['a database of its own', external],
])('on a full disk, with %s', (_, start) => {
  let place: Place;
  let admin: string;
  let good: { id: string; token: string };
  let revoked: string;

  beforeAll(async () => {
    place = await start();
    const { api } = place.server;
    admin = await api.signIn();
    good = (await api.post('/v1/tokens', admin, { name: 'good' })).body;
    const { body } = await api.post('/v1/tokens', admin, { name: 'revoked', format: 'opaque' });
    await api.post(`/v1/tokens/${body.id}/revoke`, admin);
    revoked = body.token;
  });

  afterAll(async () => {
    place?.disk.free();
    await place?.stop();
  });

  const statusOf = async (token: string): Promise<number> => (await place.server.api.get('/v1/me', token)).status;

  it('no change is taken while the data cannot grow, checks go on, and the same server goes on once there is space', async () => {
    const { server, disk } = place;
    const issuing = new Issuing(admin, 'while the data is full');
    await disk.fillData();
    await until(async () => (await issuing.one(server.api)).status === 503);
    const revocation = server.api.post(`/v1/tokens/${good.id}/revoke`, admin);
    expectComeBack(await issuing.one(server.api));
    expectComeBack(await revocation);
    expect([await statusOf(good.token), await statusOf(revoked)]).toEqual([200, 401]);
    expect((await server.api.introspect(admin, good.token)).active).toBe(true);
    disk.free();
    expect((await issuing.one(server.api)).status).toBe(201);
    expect(await issuing.falsehoods(server.api)).toEqual([]);
  });

  it('nobody is let in while the log of the database cannot grow, and the same server goes on once there is space', async () => {
    const { server, disk } = place;
    const issuing = new Issuing(admin, 'while the WAL is full');
    let full = true;
    const callers = issuing.while(() => full, 8, server.api);
    await until(async () => issuing.acknowledged.length > 50);
    await disk.fillWal();
    await until(async () => (await statusOf(good.token)) === 503);
    for (const path of ['/v1/me', '/v1/tokens']) expectComeBack(await server.api.get(path, good.token));
    expectComeBack(await server.api.post(`/v1/tokens/${good.id}/revoke`, admin));
    expect((await server.api.get('/health/ready')).status).toBe(503);
    expect((await server.api.get('/health/live')).status).toBe(200);
    disk.free();
    await until(async () => (await issuing.one(server.api)).status === 201);
    full = false;
    await callers;
    expect([await statusOf(good.token), await statusOf(revoked)]).toEqual([200, 401]);
    expect(await issuing.falsehoods(server.api)).toEqual([]);
  });
});
