import type { Role } from '@tokenledger/domain';
import { type Account, isGood, isNarrow, may, type Token } from './standing.js';

/** Why the server says no: what its answer has as status and code, or one of two. */
export type No = readonly [status: number, code: string];
type Rule = readonly [holds: boolean, no: No];

/** The first reason there is. */
const no = (...rules: readonly Rule[]): No | undefined => rules.find(([holds]) => holds)?.[1];

const allowed = (by: Token, acts: readonly string[], about: Account | null): readonly Rule[] => [
  [!isGood(by), [401, 'invalid_token']],
  [!acts.every((act) => may(by, act, about)), [403, 'forbidden']],
];
/** Who may give roles at all may do everything: the question is what the credential leaves of it. */
const within = (by: Token, ...given: readonly Role[]): Rule => [
  given.length > 0 && isNarrow(by),
  [403, 'wider_than_held'],
];
const exists = ({ status }: Account): Rule => [status === 'deleted', [404, 'not_found']];
const isEnabled = ({ status }: Account): Rule => [status === 'disabled', [409, 'owner_disabled']];
const lives = ({ status }: Token): readonly Rule[] => [
  [status === 'revoked', [409, 'already_revoked']],
  [status === 'expired', [409, 'already_expired']],
  [status === 'ended', [409, 'already_revoked|already_expired']],
];
const isFree = (taken: boolean): Rule => [taken, [409, 'name_taken']];

/** What the accounts and tokens of one sequence have come to; its first administrator, and their session, stay. */
export class Model {
  readonly accounts: Account[] = [];
  readonly tokens: Token[] = [];

  /** `prefix`: before every user name, so that sequences share none. */
  constructor(
    readonly root: Token,
    readonly prefix: string,
  ) {}

  issued(token: Omit<Token, 'status' | 'hasSuccessor'>): Token {
    return this.tokens[this.tokens.push({ ...token, status: 'live', hasSuccessor: false }) - 1]!;
  }

  refusesToRegister(by: Token, username: string, kind: Account['kind'], roles: readonly Role[]): No | undefined {
    const isNamed = (account: Account) => account.username.toLowerCase() === username.toLowerCase();
    const taken = this.accounts.some((account) => account.status !== 'deleted' && isNamed(account));
    const givesPassword = kind === 'person' && by.kind !== 'session';
    const wider: Rule = [givesPassword, [403, 'wider_than_held']];
    return no(...allowed(by, ['users:create'], null), within(by, ...roles), wider, isFree(taken));
  }

  refusesToIssue(by: Token, owner: Account, name: string, tooLong: boolean): No | undefined {
    const taken = this.tokensOf(owner).some((token) => token.name === name);
    const withinPolicy: Rule = [tooLong, [422, 'lifetime_exceeds_policy']];
    return no(...allowed(by, ['tokens:create'], owner), exists(owner), isEnabled(owner), isFree(taken), withinPolicy);
  }

  refusesToRotate(by: Token, token: Token): No | undefined {
    const isSession: Rule = [token.kind === 'session', [400, 'invalid_request']];
    const rotated: Rule = [token.hasSuccessor, [409, 'already_rotated']];
    return no(
      ...allowed(by, ['tokens:rotate'], token.owner),
      isSession,
      rotated,
      ...lives(token),
      isEnabled(token.owner),
    );
  }

  refusesToRevoke = (by: Token, token: Token): No | undefined =>
    no(...allowed(by, ['tokens:revoke'], token.owner), ...lives(token));

  refusesToRevokeThese(by: Token, tokens: readonly Token[]): No | undefined {
    const owners = new Set(tokens.map(({ owner }) => owner));
    return no(...allowed(by, ['tokens:revoke'], owners.size === 1 ? tokens[0]!.owner : null));
  }

  refusesToRevokeAll = (by: Token, owner: Account): No | undefined =>
    no(...allowed(by, ['tokens:revoke'], owner), exists(owner));

  refusesToEnable = (by: Token, account: Account, enabled: boolean): No | undefined =>
    no(...changing(by, account), within(by, ...(enabled && account.status === 'disabled' ? account.roles : [])));

  refusesToGive = (by: Token, account: Account, roles: readonly Role[]): No | undefined =>
    no(...changing(by, account), within(by, ...(sameRoles(account.roles, roles) ? [] : [...account.roles, ...roles])));

  refusesToDelete = (by: Token, account: Account): No | undefined =>
    no(...allowed(by, ['users:delete'], account), exists(account));

  refusesToSignOut = (by: Token): No | undefined =>
    no(...allowed(by, ['sessions:delete'], by.owner), [by.kind !== 'session', [404, 'not_found']]);

  refusesToShow = (by: Token, act: string): No | undefined => no(...allowed(by, [act], by.owner));

  tokensOf = (account: Account): Token[] => this.tokens.filter(({ owner }) => owner === account);

  liveTokensOf = (account: Account): Token[] => this.tokensOf(account).filter(({ status }) => status === 'live');
}

const changing = (by: Token, account: Account): readonly Rule[] => [
  ...allowed(by, ['users:update', 'users:get'], account),
  exists(account),
];

const sameRoles = (some: readonly Role[], others: readonly Role[]): boolean =>
  some.length === others.length && some.every((role) => others.includes(role));
