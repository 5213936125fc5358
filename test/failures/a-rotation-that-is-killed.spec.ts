import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { newHome, removeHomes } from '../support/homes.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { beginRotation, keysOf, statusesOf } from '../support/rotated.js';
import { until } from '../support/until.js';

afterAll(removeHomes);

const FINAL = ['current', 'destroyed'];

/** Killed at once, while it takes its steps, and when it has taken them all. */
it('goes on at the next start, whenever it was killed', async () => {
  const home = await newHome();
  for (const [n, milliseconds] of [0, 60, 300, 1200].entries()) {
    const server = await home.start();
    const admin = await server.api.signIn();
    await server.api.person(admin, `person-${n}`);
    const begun = beginRotation(server.api, admin, 'wrapping').catch(() => undefined);
    if (milliseconds > 0) await begun;
    await sleep(milliseconds);
    await server.kill();
    // Until the others are sure that the dead one is gone, its keys count.
    const again = await home.start();
    const session = await again.api.signIn();
    await until(async () =>
      (await statusesOf(again.api, session, 'wrapping')).every((status) => FINAL.includes(status)),
    );
    const { body } = await again.api.get('/v1/users', session);
    const names = body.items.map(({ username }: { username: string }) => username);
    expect(names.toSorted()).toEqual(['admin', ...Array.from({ length: n + 1 }, (_, i) => `person-${i}`)]);
    await again.stop();
  }
  expect(await differencesOf(home)).toEqual(SAME);
}, 240_000);

it('takes the key that whoever died has left in the file', async () => {
  const home = await newHome();
  const server = await home.start();
  const admin = await server.api.signIn();
  const keys = JSON.parse(readFileSync(home.keysFile, 'utf8'));
  const left = Buffer.alloc(32, 7).toString('base64url');
  writeFileSync(home.keysFile, JSON.stringify({ ...keys, wrapping: [...keys.wrapping, left] }));
  await until(async () => (await keysOf(server.api, admin, 'wrapping')).length === 1);
  await sleep(1500);
  await beginRotation(server.api, admin, 'wrapping');
  await until(async () => JSON.parse(readFileSync(home.keysFile, 'utf8')).wrapping.join() === left);
});
