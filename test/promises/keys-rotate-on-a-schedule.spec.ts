import { startApp } from '../support/app.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { statusesOf } from '../support/rotated.js';
import { until } from '../support/until.js';

it('every key that is too old is followed by another, by the system', async () => {
  const app = await startApp({ rotateAfterSeconds: 2 });
  const admin = await app.api.signIn();
  for (const use of ['token', 'log', 'wrapping'] as const)
    await until(async () => (await statusesOf(app.api, admin, use)).length > 2);
  const { items } = (await app.api.get('/v1/audit/events?type=KeyAdded', admin)).body;
  expect(items.every(({ actor }: { actor: { type: string } }) => actor.type === 'system')).toBe(true);
  expect((await app.api.get('/v1/me', admin)).status).toBe(200);
  await app.close();
});

it('and only then', async () => {
  const app = await startApp({ rotateAfterSeconds: 86_400 });
  const admin = await app.api.signIn();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(await statusesOf(app.api, admin, 'wrapping')).toEqual(['current']);
  const keysFile = app.ledger.keySettings.source.file;
  expect(await differencesOf({ database: app.database, keysFile })).toEqual(SAME);
  await app.close();
});
