import * as fc from 'fast-check';
import { asking, by, called, caller, chosen, roles, shown, step, which } from './choices.js';
import type { Model } from './model.js';
import type { Account } from './standing.js';

/** A few, so that they are taken again; two differ in case alone. */
const username = fc.constantFrom('a', 'A', 'b', 'c');
const kind = fc.constantFrom('service', 'service', 'service', 'person');
const ANY_STATE = { 'if-match': '*' };

export const passwordOf = (name: string): string => `the password of ${name}`;
const pathOf = ({ id }: Account): string => `/v1/users/${id}`;

export const register = step('register', { by, username, kind, roles }, (model, wanted) => {
  const actor = caller(model, wanted.by);
  const account = { username: `${model.prefix}.${wanted.username}`, kind: wanted.kind, roles: wanted.roles } as const;
  const password = wanted.kind === 'person' ? { password: passwordOf(account.username) } : {};
  return {
    story: `${shown(actor)} registers ${wanted.username}, a ${wanted.kind} (${wanted.roles.join()})`,
    ask: ['POST', '/v1/users', asking(actor, { ...account, ...password })],
    no: model.refusesToRegister(actor, account.username, account.kind, account.roles),
    yes: 201,
    shown: { kind: account.kind, roles: account.roles },
    after: ({ id }) => void model.accounts.push({ ...account, id, status: 'active' }),
  };
});

const enable = step('enable', { by, which, enabled: fc.boolean() }, (model, { enabled, ...choice }) => {
  const actor = caller(model, choice.by);
  const account = chosen(model.accounts, choice.which);
  const status = enabled ? 'active' : 'disabled';
  return (
    account && {
      story: `${shown(actor)} makes ${called(account)} ${status}`,
      ask: ['PATCH', pathOf(account), asking(actor, { enabled }, ANY_STATE)],
      no: model.refusesToEnable(actor, account, enabled),
      yes: 200,
      shown: { status },
      after: () => void (account.status = status),
    }
  );
});

const giveRoles = step('give roles', { by, which, roles }, (model, { roles: given, ...choice }) => {
  const actor = caller(model, choice.by);
  const account = chosen(model.accounts, choice.which);
  return (
    account && {
      story: `${shown(actor)} gives ${called(account)} the roles ${given.join()}`,
      ask: ['PATCH', pathOf(account), asking(actor, { roles: given }, ANY_STATE)],
      no: model.refusesToGive(actor, account, given),
      yes: 200,
      shown: { roles: given },
      after: () => void (account.roles = given),
    }
  );
});

const remove = step('delete', { by, which }, (model, choice) => {
  const actor = caller(model, choice.by);
  const account = chosen(model.accounts, choice.which);
  return (
    account && {
      story: `${shown(actor)} deletes ${called(account)}`,
      ask: ['DELETE', pathOf(account), asking(actor)],
      no: model.refusesToDelete(actor, account),
      yes: 200,
      shown: { userId: account.id, revokedTokens: revokedTokens(model, account) },
      after: () => {
        for (const token of model.tokensOf(account)) {
          if (token.status === 'live') token.status = 'revoked';
          if (token.status === 'expired') token.status = 'ended';
        }
        account.status = 'deleted';
      },
    }
  );
});

/** Of what has expired, the sweep has counted out some. */
function revokedTokens(model: Model, account: Account): unknown {
  const isSwept = model.tokensOf(account).every(({ status }) => status !== 'expired');
  return isSwept ? model.liveTokensOf(account).length : expect.any(Number);
}

export const ACCOUNT_STEPS = [register, enable, giveRoles, remove].map(({ any }) => any);
