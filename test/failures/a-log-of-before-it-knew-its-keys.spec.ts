import { readFileSync, writeFileSync } from 'node:fs';
import { newHome, removeHomes } from '../support/homes.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { beginRotation, come, statusesOf } from '../support/rotated.js';

afterAll(removeHomes);

const BEFORE = `
  drop table state.keys, aside.servers;
  alter table state.subject_keys drop column wrapped_by;
  delete from tokenledger_migrations where name like 'keys%'`;

it('is told by its first event, and its file of one key each is read', async () => {
  const home = await newHome();
  const first = await home.start();
  const ada = await first.api.person(await first.api.signIn(), 'ada');
  await first.stop();
  await home.database.query(BEFORE);
  const { log, token, wrapping, digest } = JSON.parse(readFileSync(home.keysFile, 'utf8'));
  writeFileSync(home.keysFile, JSON.stringify({ log: log[0], token: token[0], wrapping: wrapping[0], digest }));
  const again = await home.start();
  const admin = await again.api.signIn();
  expect((await again.api.get('/v1/me', ada.session)).body.username).toBe('ada');
  for (const use of ['log', 'token', 'wrapping'] as const)
    expect(await statusesOf(again.api, admin, use)).toEqual(['current']);
  expect(await differencesOf(home)).toEqual(SAME);
  await beginRotation(again.api, admin, 'wrapping');
  await come(again.api, admin, 'wrapping', 'destroyed', 'current');
  expect((await again.api.get(`/v1/users/${ada.id}`, admin)).body.username).toBe('ada');
});
