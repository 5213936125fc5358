import { entriesOf, signedLog, vkey } from '../../../../test/support/signed-log.js';
import { BadLog } from './bad-log.js';
import { verifyLog } from './verify-log.js';

const silent = (): void => undefined;
const since = (size: number) => signedLog(entriesOf(size));

it.each([0, 1, 2, 255, 256, 257, 511, 512, 600])('finds that 600 events have grown from the first %i', async (size) => {
  const { root } = await verifyLog(
    signedLog(entriesOf(600)),
    { vkeys: [vkey], witnesses: [], since: since(size) },
    silent,
  );
  expect(root).toEqual(since(600).root);
});

it.each([1, 2, 255, 256, 257, 511, 512, 600])('finds that they have not, of another %i', async (size) => {
  const other = signedLog(entriesOf(size, 'other', size - 1));
  await expect(
    verifyLog(signedLog(entriesOf(600)), { vkeys: [vkey], witnesses: [], since: other }, silent),
  ).rejects.toThrow(`has not grown from its earlier checkpoint: its first ${size} events are others`);
});

it('finds that some are gone that were there', async () => {
  const verified = verifyLog(signedLog(entriesOf(600)), { vkeys: [vkey], witnesses: [], since: since(601) }, silent);
  await expect(verified).rejects.toThrow(new BadLog('the log has 600 events, and had 601'));
});

it('takes an empty log for what it is', async () => {
  expect((await verifyLog(signedLog([]), { vkeys: [vkey], witnesses: [], since: undefined }, silent)).size).toBe(0n);
});

it('finds a log whose hashes were made anew, but not its root', async () => {
  const [shown, signed] = [signedLog(entriesOf(300, 'forged')), since(300)];
  const forged = { ...shown, checkpoint: signed.checkpoint };
  await expect(verifyLog(forged, { vkeys: [vkey], witnesses: [], since: undefined }, silent)).rejects.toThrow(
    'not with the root',
  );
});

it('tells how far it has come', async () => {
  const told: string[] = [];
  await verifyLog(signedLog(entriesOf(600)), { vkeys: [vkey], witnesses: [], since: undefined }, (done, all) =>
    told.push(`${done}/${all}`),
  );
  expect(told).toEqual(['256/600', '512/600', '600/600']);
});
