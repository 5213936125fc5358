import type { Role, TokenKind } from '@tokenledger/domain';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly kind: 'person' | 'service';
  roles: readonly Role[];
  status: 'active' | 'disabled' | 'deleted';
}

export interface Token {
  readonly id: string;
  readonly secret: string;
  readonly owner: Account;
  readonly kind: TokenKind;
  /** null for a session. */
  readonly name: string | null;
  /** null: everything that its owner may do. */
  readonly scope: string | null;
  /** ended: it had expired when its owner was deleted, and the sweep or the deletion came first. */
  status: 'live' | 'revoked' | 'expired' | 'ended';
  hasSuccessor: boolean;
}

const ALLOWED: Readonly<Record<Role, readonly [ofAll: RegExp, ofOneself: RegExp]>> = {
  admin: [/./, /./],
  auditor: [/^(users:get|policy:get)$/, /^sessions:delete$/],
  readonly: [/^(users:get|policy:get)$/, /^sessions:delete$/],
  user: [/^policy:get$/, /^(users:get|tokens:(create|revoke|rotate)|sessions:delete)$/],
};
const SIGNED_IN_ONLY = /^tokens:(create|revoke|rotate)$/;

export const isGood = ({ status, owner }: Token): boolean => status === 'live' && owner.status === 'active';

/** Scopes here are of all objects. */
const covers = (scope: string, act: string): boolean =>
  scope.split(':').every((word, n) => ['*', act.split(':')[n]].includes(word));
export const isNarrow = ({ scope }: Token): boolean => scope !== null && scope !== '*:*';

/** `about`: whom it concerns; null: everybody. */
export function may(by: Token, act: string, about: Account | null): boolean {
  if (by.scope !== null && !covers(by.scope, act)) return false;
  if (by.kind !== 'session' && SIGNED_IN_ONLY.test(act)) return false;
  return by.owner.roles.some(
    (role) => ALLOWED[role][0].test(act) || (by.owner === about && ALLOWED[role][1].test(act)),
  );
}
