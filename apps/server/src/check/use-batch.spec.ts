import { minuteOf, type RefusedUse, type Use, UseBatch } from './use-batch.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const LATER = '2026-01-01T12:00:59.999999Z';
const NEXT_MINUTE = '2026-01-01T12:01:00.000000Z';

const use = (more: Partial<Use> = {}): Use => {
  return { token: 't', owner: 'o', at: NOON, ip: '192.0.2.1', userAgent: 'one', uses: 1, ...more };
};
const refused = (more: Partial<RefusedUse> = {}): RefusedUse => {
  return { token: 't', source: '192.0.2.1', at: NOON, uses: 1, ...more };
};

function batchOf(uses: readonly Use[], refusedUses: readonly RefusedUse[] = []): UseBatch {
  const batch = new UseBatch();
  for (const one of uses) batch.addUse(one);
  for (const one of refusedUses) batch.addRefused(one);
  return batch;
}

describe('a batch of uses', () => {
  it('is empty until there is one of either kind, or of both', () => {
    expect(batchOf([]).isEmpty).toBe(true);
    expect(batchOf([use()]).isEmpty).toBe(false);
    expect(batchOf([], [refused()]).isEmpty).toBe(false);
    expect(batchOf([use()], [refused()]).isEmpty).toBe(false);
  });

  it('keeps of each token the latest, whatever the order, and how many they were', () => {
    const last = use({ at: LATER, userAgent: 'last' });
    const counted = [{ ...last, uses: 3 }, use({ token: 'other' })];
    expect(batchOf([use(), last, use({ userAgent: 'two' }), use({ token: 'other' })]).uses()).toEqual(counted);
  });

  it('takes the later told of two at one moment', () => {
    expect(batchOf([use(), use({ userAgent: 'two' })]).uses()).toEqual([use({ userAgent: 'two', uses: 2 })]);
  });

  it('counts refused ones by token, source and minute', () => {
    const all = [
      refused(),
      refused({ at: LATER }),
      refused({ at: NEXT_MINUTE }),
      refused({ source: '192.0.2.2' }),
      refused({ token: 'other' }),
    ];
    expect(batchOf([], all).refusedUses()).toEqual([{ ...refused({ at: LATER }), uses: 2 }, ...all.slice(2)]);
  });

  it('takes over what another could not leave behind', () => {
    const batch = batchOf([use()], [refused()]);
    batch.addAll(batchOf([use({ at: LATER, uses: 4 })], [refused({ uses: 2 }), refused({ token: 'other' })]));
    expect(batch.uses()).toEqual([use({ at: LATER, uses: 5 })]);
    expect(batch.refusedUses()).toEqual([refused({ uses: 3 }), refused({ token: 'other' })]);
  });

  it('counts ten thousand tokens, goes on counting those, and takes no other', () => {
    const batch = new UseBatch();
    for (let i = 0; i < 10_001; i++) batch.addUse(use({ token: String(i) }));
    batch.addUse(use({ token: '0' }));
    expect(batch.uses()).toHaveLength(10_000);
    expect(batch.uses()[0]!.uses).toBe(2);
    expect(batch.uses().at(-1)!.token).toBe('9999');
  });
});

it('tells the minute of an instant', () => {
  expect(minuteOf(LATER)).toBe('2026-01-01T12:00Z');
});
