import {
  type Actor,
  type DomainEvent,
  emptyState,
  evolve,
  INITIAL_POLICY,
  judge,
  type PolicyChanged,
  type Sealed,
  withoutErased,
} from '@tokenledger/domain';
import { leafHash } from '@tokenledger/merkle/hash';
import type { Append } from './append.js';
import { Draft, type Facts, type Outcome, Unfoldable } from './draft.js';
import type { Fold } from './fold.js';

const ADMIN: Actor = { type: 'system', id: 'test' };

const changed = (data: Partial<PolicyChanged['data']> = {}): PolicyChanged => ({
  type: 'PolicyChanged',
  schema: 1,
  stream: 'policy',
  subject: { type: 'policy', id: 'policy' },
  data: { ...INITIAL_POLICY, ...data },
  personal: [],
});

/** No fold takes it: its token was never issued. */
const impossible: DomainEvent = {
  type: 'TokenRevoked',
  schema: 1,
  stream: 'policy',
  subject: { type: 'token', id: 't' },
  data: { tokenId: 't', owner: 'o', cause: 'requested' },
  personal: [],
};

/** Of so many bytes more than an empty one. */
const withText = (length: number): DomainEvent => sealedWith({ kid: 'k', field: 'f', ct: 'x'.repeat(length) });

const sealedWith = (...personal: readonly Sealed[]) => ({ ...changed(), personal }) as unknown as DomainEvent;

const command = (events: readonly DomainEvent[] = [changed()], more: Partial<Append> = {}): Append => ({
  actor: ADMIN,
  permission: null,
  streams: ['policy'],
  reads: {},
  decide: () => events,
  requestId: 'r',
  ...more,
});

const many = (count: number): PolicyChanged[] => Array.from({ length: count }, () => changed());

/** A draft neither reads nor writes. */
const fold: Fold = { judge, withoutErased, evolve, remembered: [], read: async () => emptyState(), write: () => [] };

/** The log has ten events, two of them of the policy. */
function drafting(more: Partial<Facts> = {}): Draft {
  const facts = {
    origin: 'a.test/log',
    state: emptyState(),
    versions: new Map([['policy', 1n]]),
    remembered: new Map(),
    nextPosition: 10n,
    now: 1_000_000n,
    ...more,
  };
  return new Draft(facts, fold);
}

function drafted(commands: readonly Append[], more: Partial<Facts> = {}): Draft {
  const draft = drafting(more);
  for (const each of commands) draft.add(each);
  return draft;
}

const entries = ({ events }: Draft): any[] => events.map(({ entry }) => JSON.parse(entry.toString()));
const is = ({ outcomes }: Draft): Outcome['is'][] => outcomes.map((outcome) => outcome.is);
const only = ({ outcomes }: Draft): any => outcomes[0];

describe('an event that is decided', () => {
  it('goes to the end of the log and of its stream, a microsecond after the one before it', () => {
    const draft = drafted([command(many(2)), command()]);
    expect(entries(draft)).toMatchObject([
      { position: '10', version: '2', recordedAt: '1970-01-01T00:00:01.000000Z' },
      { position: '11', version: '3', recordedAt: '1970-01-01T00:00:01.000001Z' },
      { position: '12', version: '4', recordedAt: '1970-01-01T00:00:01.000002Z' },
    ]);
    expect(draft.events.map(({ version }) => version)).toEqual([2n, 3n, 4n]);
  });

  it('begins its stream with version 0', () => {
    expect(entries(drafted([command()], { versions: new Map() }))).toMatchObject([{ version: '0' }]);
  });

  it('is hashed as it is stored, and told to whoever asked', () => {
    const draft = drafted([command()]);
    expect(draft.events[0]!.leaf).toEqual(leafHash(draft.events[0]!.entry));
    expect(only(draft)).toEqual({ is: 'accepted', events: [draft.events[0]!.event] });
    expect(draft.events[0]!.event).toMatchObject({ ...changed(), actor: ADMIN, position: 10n });
  });

  it('names the first of its command as its cause, and shares its correlation with those of its command alone', () => {
    const [first, second, third, other] = entries(drafted([command(many(3)), command()]));
    expect(first.meta).toEqual({ causationId: null, correlationId: first.id, requestId: 'r' });
    expect(second.meta).toEqual({ causationId: first.id, correlationId: first.id, requestId: 'r' });
    expect(third.meta).toEqual(second.meta);
    expect(other.meta).toEqual({ causationId: null, correlationId: other.id, requestId: 'r' });
    expect(new Set([first.id, second.id, third.id, other.id]).size).toBe(4);
  });

  it('says the name of the log', () => {
    expect(entries(drafted([command()]))).toMatchObject([{ log: 'a.test/log' }]);
  });

  it('is seen by the decisions after it, each made at the time that its own event gets', () => {
    const seen: unknown[] = [];
    const decide: Append['decide'] = (state, at) => {
      seen.push([state.policy.maximumLifetime, at]);
      return [changed({ maximumLifetime: 7 })];
    };
    drafted([command([], { decide }), command([], { decide })]);
    expect(seen).toEqual([
      [INITIAL_POLICY.maximumLifetime, '1970-01-01T00:00:01.000000Z'],
      [7, '1970-01-01T00:00:01.000001Z'],
    ]);
  });
});

describe('where the actor was', () => {
  const place: Sealed = { kid: 'k', field: 'ip', ct: 'sealed' };

  it('stands on the first event of the command, and on no other', () => {
    const own: Sealed = { kid: 'k', field: 'username', ct: 'sealed' };
    const draft = drafted([command([sealedWith(own), sealedWith(own)], { source: [place] })]);
    expect(entries(draft).map(({ personal }) => personal)).toEqual([[own, place], [own]]);
  });

  it('may depend on what that is about', () => {
    const source: Append['source'] = ({ id }) => [{ ...place, kid: id }];
    expect(entries(drafted([command(many(1), { source })]))).toMatchObject([
      { personal: [{ ...place, kid: 'policy' }] },
    ]);
    expect(is(drafted([command([], { source })]))).toEqual(['accepted']);
  });

  it('is nowhere, where nobody says', () => {
    expect(entries(drafted([command()]))).toMatchObject([{ personal: [] }]);
  });
});

const error = new Error('a broken decision');
const broken: Append['decide'] = () => {
  throw error;
};

describe('a command that is not accepted leaves nothing behind', () => {
  const refusal = { refused: 'forbidden', detail: 'No.' } as const;
  it.each<[string, Append, object]>([
    ['refused by its decision', command([], { decide: () => refusal }), { is: 'refused', refusal }],
    ['that breaks', command([], { decide: broken }), { is: 'fault', error }],
    [
      'with an entry that is too large',
      command([changed(), withText(65_536)]),
      { is: 'refused', refusal: { refused: 'too_large' } },
    ],
    [
      'of an actor who is not there',
      command(many(1), { actor: { type: 'user', id: 'u', tokenId: 't' } }),
      { is: 'refused' },
    ],
    [
      'for a stream that it did not name',
      command(many(1), { streams: [] }),
      { is: 'fault', error: { message: 'an event for policy, which the command did not name' } },
    ],
  ])('%s', (_, bad, outcome) => {
    const idempotency = { key: Buffer.from('k'), body: Buffer.from('b') };
    const draft = drafted([{ ...bad, idempotency }, command()]);
    expect(draft.outcomes).toMatchObject([outcome, { is: 'accepted' }]);
    expect(entries(draft)).toMatchObject([{ position: '10', version: '2', recordedAt: '1970-01-01T00:00:01.000000Z' }]);
    expect(draft.remembered).toEqual([]);
  });

  it('but one whose events cannot be folded spoils the whole draft', () => {
    const draft = drafting();
    expect(() => draft.add(command([changed(), impossible]))).toThrow(Unfoldable);
    expect(() => draft.add(command([impossible]))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^an event cannot be folded: .*never issued/),
        cause: expect.any(Error),
      }),
    );
  });
});

it('an entry may have 65,535 bytes', () => {
  const rest = drafted([command([withText(0)])]).events[0]!.entry.length;
  const sized = (size: number) => drafted([command([withText(size - rest)])]);
  expect(sized(65_535).events.map(({ entry }) => entry.length)).toEqual([65_535]);
  expect(only(sized(65_536))).toEqual({
    is: 'refused',
    refusal: { refused: 'too_large', detail: expect.stringContaining('65,535 bytes') },
  });
});

describe('a batch', () => {
  it('has a thousand events at most', () => {
    const draft = drafted([command(many(999))]);
    expect(draft.add(command(many(2)))).toBe(false);
    expect(is(draft)).toEqual(['accepted']);
    expect(draft.add(command())).toBe(true);
    expect(draft.add(command([]))).toBe(true);
    expect(draft.add(command())).toBe(false);
    expect([draft.events.length, draft.outcomes.length]).toEqual([1000, 3]);
  });

  it('has more of them where one command has', () => {
    expect(drafted([command([]), command(many(1001)), command()]).events).toHaveLength(1001);
  });
});

const idempotent = (key: string, body = 'b') => ({
  idempotency: { key: Buffer.from(key), body: Buffer.from(body) },
});

describe('an Idempotency-Key', () => {
  const earlier = { body: Buffer.from('b'), first: 3n, count: 2 };
  const remembered = new Map([[Buffer.from('k').toString('hex'), earlier]]);
  const reused = {
    is: 'refused',
    refusal: { refused: 'idempotency_key_reused', detail: expect.stringContaining('another request') },
  };

  it('is remembered with the events of its command', () => {
    const draft = drafted([command(), command(many(2), idempotent('k'))]);
    expect(draft.remembered).toEqual([{ ...idempotent('k').idempotency, first: 11n, count: 2 }]);
  });

  it('of a command that comes to nothing is not remembered', () => {
    expect(drafted([command([], idempotent('k'))]).remembered).toEqual([]);
  });

  it('that was used replays what it came to, and decides nothing', () => {
    const draft = drafted([command([], { decide: broken, ...idempotent('k') })], { remembered });
    expect(draft.outcomes).toEqual([{ is: 'replayed', events: earlier }]);
    expect(draft.events).toEqual([]);
  });

  it('that was used in this very batch does too', () => {
    const draft = drafted([
      command(many(1), idempotent('other')),
      command(many(2), idempotent('k')),
      command(many(2), idempotent('k')),
    ]);
    expect(draft.outcomes[2]).toMatchObject({ is: 'replayed', events: { first: 11n, count: 2 } });
    expect(draft.events).toHaveLength(3);
  });

  it('is no good for another request', () => {
    expect(only(drafted([command(many(1), idempotent('k', 'c'))], { remembered }))).toEqual(reused);
    const draft = drafted([command(many(1), idempotent('n')), command(many(1), idempotent('n', 'c'))]);
    expect(draft.outcomes[1]).toEqual(reused);
  });

  it('tells nothing to a credential that has died since', () => {
    const dead = { actor: { type: 'user', id: 'u', tokenId: 't' } } as const;
    expect(is(drafted([command(many(1), { ...dead, ...idempotent('k') })], { remembered }))).toEqual(['refused']);
  });
});
