import type { Role } from '@tokenledger/domain';
import * as fc from 'fast-check';

/** A few, so that they are taken again. */
export const NAMES = ['a', 'b', 'c'] as const;

/** A command that somebody might give. Numbers choose from what there may be by then. */
export interface Wish {
  readonly what:
    | 'register'
    | 'issue'
    | 'rotate'
    | 'revoke'
    | 'revoke all'
    | 'delete'
    | 'disable'
    | 'enable'
    | 'give roles';
  readonly by: number;
  readonly user: number;
  readonly token: number;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[] | null;
  readonly graceSeconds: number;
  /** The Idempotency-Key. */
  readonly key: string | null;
}

/** Counted from the last: what came of this batch, rather than what was there before. */
const latest = fc.oneof(fc.nat(2), fc.nat(20));

const wish: fc.Arbitrary<Wish> = fc.record({
  what: fc.constantFrom(
    'register',
    'register',
    'issue',
    'issue',
    'issue',
    'rotate',
    'revoke',
    'revoke all',
    'delete',
    'disable',
    'enable',
    'give roles',
  ),
  by: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 2) }, { weight: 2, arbitrary: fc.nat(20) }),
  user: latest,
  token: latest,
  name: fc.constantFrom(...NAMES),
  roles: fc.constantFrom<(readonly Role[])[]>(['admin'], ['user'], []),
  scopes: fc.constantFrom(null, ['*:*'], ['users:*']),
  graceSeconds: fc.constantFrom(0, 3600),
  key: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('k', 'l') }),
});

export const anyWishes = fc.array(wish, { maxLength: 30, size: 'max' });
