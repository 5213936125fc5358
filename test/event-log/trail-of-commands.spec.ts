import pg from 'pg';
import { trailIn } from '../../apps/server/src/audit/trail.projection.js';
import { readEvents } from '../../apps/server/src/event-log/read-events.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { times } from '../support/times.js';
import { expectedTrailRows, trailRows } from '../support/trail-rows.js';
import { until } from '../support/until.js';

let server: OneServer;
let db: pg.Client;

beforeAll(async () => {
  server = await startOneServer();
  const { api, admin } = server;
  const { id } = await api.person(admin, 'leaver');
  for (const n of times(9)) await api.post('/v1/tokens', admin, { name: `of the leaver ${n}`, owner: id });
  await api.delete(`/v1/users/${id}`, admin);
  db = new pg.Client({ connectionString: server.database.url });
  await db.connect();
});

afterAll(async () => {
  await db?.end();
  await server?.stop();
});

const rowsOf = async (table: string) =>
  (await db.query(`select position::int, command::int from ${table} order by position`)).rows;

it.each([1, 2, 3, 7, 100])('a command is found whole though it is taken in pieces of %s', async (size) => {
  await db.query('create temp table trail (like views.trail including all)');
  const [one, all] = [trailIn('pg_temp'), await readEvents(db, -1n, 1000)];
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, n * size + size));
  // Sent one behind the other without waiting, as whoever follows the log does.
  await Promise.all(pieces.map((events) => one.write(db, events)));
  const sent = await rowsOf('pg_temp.trail');
  await db.query('truncate pg_temp.trail');
  // By another server each time, which remembers nothing.
  for (const events of pieces) await trailIn('pg_temp').write(db, events);
  expect(await rowsOf('pg_temp.trail')).toEqual(sent);
  const expected = (await expectedTrailRows(server.database)).slice(0, all.length);
  expect(sent).toEqual(expected.map(({ position, command }) => ({ position, command })));
  await db.query('drop table pg_temp.trail');
});

it('and the server has the same', async () => {
  const whole = async () =>
    (await trailRows(server.database)).length === (await expectedTrailRows(server.database)).length;
  await until(whole);
  expect(await trailRows(server.database)).toEqual(await expectedTrailRows(server.database));
});
