import { setTimeout as sleep } from 'node:timers/promises';
import { handSetClock } from '../support/hand-set-clock.js';
import { type Home, newHome, removeHomes } from '../support/homes.js';
import { differencesOf, SAME } from '../support/replayed.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

let home: Home;
let clock: ReturnType<typeof handSetClock>;
let servers: readonly TestServer[];

beforeAll(async () => {
  home = await newHome();
  clock = handSetClock();
  const env = { ...clock.env, SELF_CHECK_HOURS: '1' };
  servers = [await home.start(env), await home.startAnother(undefined, env)];
});

afterAll(removeHomes);

const looks = async () =>
  (await storedEvents(home.database)).map(({ event }) => event).filter(({ type }) => type === 'LogChecked');
/** Both servers have come to ask themselves more than once whether it is time. */
const aWhile = (): Promise<void> => sleep(1500);

const GOOD = { actor: { type: 'system', id: 'self-check' }, data: { ok: true, findings: [] } };

it('a quarter of an hour after a start that nobody has looked before, by one server of two', async () => {
  await until(async () => (await looks()).length > 0);
  await aWhile();
  expect(await looks()).toMatchObject([GOOD]);
});

it('and again when SELF_CHECK_HOURS are over, not before', async () => {
  clock.set(55);
  await aWhile();
  expect(await looks()).toHaveLength(1);
  clock.set(61);
  await until(async () => (await looks()).length > 1);
});

it('two servers that look at once do no harm', async () => {
  const before = (await looks()).length;
  const [one, two] = servers.map(({ api }) => api);
  const session = await one!.signIn();
  const asked = await Promise.all([one!, two!].map((api) => api.post('/v1/audit/checks', session)));
  expect(asked.map(({ status }) => status)).toEqual([202, 202]);
  await until(async () => (await looks()).length > before);
  for (const look of await looks()) expect(look).toMatchObject(GOOD);
  expect(await differencesOf(home)).toEqual(SAME);
});
