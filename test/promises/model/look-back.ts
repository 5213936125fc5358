import type { Answer } from '../../support/api.js';
import type { No } from './model.js';
import { type Account, isGood, type Token } from './standing.js';
import type { Sequence } from './step.js';

/** Every account and every token that ever was, at every door, as the model has them. */
export async function lookBack({ model, api, story }: Sequence): Promise<void> {
  const { secret: root } = model.root;
  const seen = {
    accounts: await Promise.all(model.accounts.map(({ id }) => api.get(`/v1/users/${id}`, root))),
    doors: await Promise.all(model.tokens.map(({ secret }) => api.get('/v1/me', secret))),
    verdicts: await Promise.all(model.tokens.map(({ secret }) => api.introspect(root, secret))),
  };
  expect({ story, ...seen }).toMatchObject({
    story,
    accounts: model.accounts.map(accountIn),
    doors: model.tokens.map((token) => answered(model.refusesToShow(token, 'users:get'), token)),
    verdicts: model.tokens.map(verdictOn),
  });
}

const accountIn = ({ id, kind, roles, status }: Account) => ({ status: 200, body: { id, kind, roles, status } });

const answered = (no: No | undefined, { id, kind, scope, owner }: Token): Partial<Answer> => {
  if (no) return { status: no[0], body: { code: no[1] } };
  return { status: 200, body: { id: owner.id, credential: { id, kind, scopes: scope === null ? null : [scope] } } };
};

const verdictOn = (token: Token): object => {
  const { id, owner, scope } = token;
  if (!isGood(token)) return { active: false };
  return { active: true, jti: id, sub: owner.id, groups: owner.roles, ...(scope === null ? {} : { scope }) };
};
