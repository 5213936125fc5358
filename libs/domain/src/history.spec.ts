import * as fc from 'fast-check';
import { sealed } from './examples.js';
import type { DomainEvent } from './events.js';
import { secondsLater } from './instant.js';
import { type Decision, isRefusal } from './refusal.js';
import { EVERYTHING, moment, recorded } from './specification.js';
import { emptyState, evolve, type State } from './state.js';
import { changePassword } from './user/change-password.js';
import { deleteUser } from './user/delete-user.js';
import { disableUser } from './user/disable-user.js';
import { enableUser } from './user/enable-user.js';
import { eraseUser } from './user/erase-user.js';
import { expireTokens } from './user/expire-tokens.js';
import { issueToken } from './user/issue-token.js';
import { placeLegalHold } from './user/place-legal-hold.js';
import { registerUser } from './user/register-user.js';
import { releaseLegalHold } from './user/release-legal-hold.js';
import { revokeToken } from './user/revoke-token.js';
import { revokeTokensOf } from './user/revoke-tokens.js';
import { rotateToken } from './user/rotate-token.js';
import { startSession } from './user/start-session.js';

/** One step of a random history: what is tried, by or on whom, and how many seconds after the step before. */
interface Step {
  readonly attempt: keyof typeof attempts;
  readonly user: string;
  readonly name: string;
  readonly token: number;
  readonly wait: number;
}

type Attempt = (state: State, step: Step, at: string, fresh: string) => Decision<DomainEvent>;
const someToken = ({ tokens }: State, { token }: Step): string =>
  [...tokens.keys()][token % (tokens.size || 1)] ?? 'none';

const attempts = {
  register: (state, { user, name }, _, fresh) => {
    const userId = state.users.has(user) ? `user-${fresh}` : user;
    const passwordDigest = sealed(userId, 'passwordDigest', 'secret');
    const command = {
      userId,
      kind: 'person',
      roles: ['admin'],
      nameDigest: name,
      personal: [],
      passwordDigest,
    } as const;
    return registerUser(state, command, null);
  },
  issue: (state, { user: owner, name, wait }, at, tokenId) => {
    const given = { tokenId, owner, format: 'jwt', expiresIn: wait + 1, scopes: null, secretDigest: null } as const;
    const nameDigest = `${name} of ${owner}`;
    return issueToken(state, { ...given, audience: 'a', nameDigest, personal: [] }, EVERYTHING, at);
  },
  signIn: (state, { user: userId }, at, tokenId) =>
    startSession(state, { tokenId, userId, audience: 'a', verifiedAgainst: 'sealed secret' }, at),
  revoke: (state, step, at) => revokeToken(state, { tokenId: someToken(state, step), cause: 'requested' }, at),
  rotate: (state, step, at, successor) => {
    const given = { tokenId: someToken(state, step), successor, secretDigest: null, personal: [] };
    return rotateToken(state, { ...given, graceSeconds: step.wait % 3 }, EVERYTHING, at);
  },
  revokeAll: (state, step, at) => revokeTokensOf(state, step.user, someToken(state, step), { cause: 'emergency' }, at),
  sweep: (state, _, at) => expireTokens(state, [...state.tokens.keys()], at),
  disable: (state, { user }) => disableUser(state, user),
  enable: (state, { user }) => enableUser(state, user, EVERYTHING),
  newPassword: (state, step) => {
    const passwordDigest = sealed(step.user, 'passwordDigest', 'secret');
    const keep = someToken(state, step);
    const command = { userId: step.user, passwordDigest, keep, revokeTokens: step.token > 3 };
    return changePassword(state, { ...command, verifiedAgainst: 'sealed secret' });
  },
  delete: (state, { user }) => deleteUser(state, user),
  hold: (state, { user }) => placeLegalHold(state, user, []),
  release: (state, { user }) => releaseLegalHold(state, user, []),
  erase: (state, { user }) => eraseUser(state, user),
} satisfies Record<string, Attempt>;

const step: fc.Arbitrary<Step> = fc.record({
  attempt: fc.constantFrom(...(Object.keys(attempts) as Step['attempt'][])),
  user: fc.constantFrom('ada', 'grace', 'alan'),
  name: fc.constantFrom('one', 'two', 'three', 'four'),
  token: fc.nat(7),
  wait: fc.nat(5),
});

/** Every state that the steps lead through, as the log would write them. */
function* lived(steps: readonly Step[]): Generator<State> {
  const state = emptyState();
  let at = moment(0);
  let position = 0;
  for (const [n, taken] of steps.entries()) {
    at = secondsLater(at, taken.wait);
    const decision = attempts[taken.attempt](state, taken, at, String(n));
    for (const event of isRefusal(decision) ? [] : decision) evolve(state, recorded(event, position++));
    yield state;
  }
}

const always = (holds: (state: State) => void) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      for (const state of lived(steps)) holds(state);
    }),
    { numRuns: 200 },
  );

describe('whatever has happened', () => {
  it('a user’s count of live tokens is the number of them, and none once deleted', () => {
    always(({ users, tokens }) => {
      const live = [...tokens.values()].filter(({ status }) => status === 'live');
      const counted = [...users.values()].map(({ id }) => live.filter(({ owner }) => owner === id).length);
      const told = [...users.values()].map(({ liveTokens }) => liveTokens);
      expect(told).toEqual(counted);
      expect([...users.values()].filter(({ status, liveTokens }) => status === 'deleted' && liveTokens > 0)).toEqual(
        [],
      );
    });
  });

  it('the names in use are those of the users who exist, each of one user', () => {
    always(({ users, userNames }) => {
      const existing = [...users.values()].filter(({ status }) => status !== 'deleted');
      expect(userNames).toEqual(new Map(existing.map(({ id, nameDigest }) => [nameDigest, id])));
      expect(userNames.size).toBe(existing.length);
    });
  });

  it('every access token ever issued has a name of its own, which goes to its successor, and with its owner', () => {
    always(({ users, tokens, tokenNames }) => {
      const ours = [...tokens.values()].filter(({ owner }) => users.get(owner)!.erasedAt === null);
      const named = ours.filter(({ kind, successor }) => kind === 'access' && successor === null);
      expect(tokenNames).toEqual(new Map(named.map(({ id, nameDigest }) => [nameDigest, id])));
      expect(tokenNames.size).toBe(named.length);
    });
  });

  it('whoever is erased was deleted, and is kept by nothing', () => {
    always(({ users }) => {
      const erased = [...users.values()].filter(({ erasedAt }) => erasedAt !== null);
      expect(erased.filter(({ status, heldAt }) => status !== 'deleted' || heldAt !== null)).toEqual([]);
    });
  });

  it('a token and its successor know each other, and are of one owner', () => {
    always(({ tokens }) => {
      const all = [...tokens.values()];
      const forth = all.flatMap(({ id, owner, successor }) =>
        successor === null ? [] : `${owner}: ${id} → ${successor}`,
      );
      const back = all.flatMap(({ id, owner, replaces }) => (replaces === null ? [] : `${owner}: ${replaces} → ${id}`));
      expect(new Set(forth)).toEqual(new Set(back));
      expect(new Set(forth).size).toBe(back.length);
    });
  });

  it('somebody can sign in as an administrator, once anybody could', () => {
    always(({ users }) => {
      const all = [...users.values()];
      const able = all.filter(({ status, passwordDigest }) => status === 'active' && passwordDigest !== null);
      expect(able.length > 0).toBe(all.length > 0);
    });
  });
});
