import { passwordOf } from './account-steps.js';
import { asking, by, called, caller, chosen, shown, step, which } from './choices.js';

/** Only of those who can: failures are counted, and make everybody wait. */
export const signIn = step('sign in', { which }, (model, choice) => {
  const account = chosen(
    model.accounts.filter(({ kind, status }) => kind === 'person' && status === 'active'),
    choice.which,
  );
  return (
    account && {
      story: `${called(account)} signs in`,
      ask: ['POST', '/v1/sessions', { body: { username: account.username, password: passwordOf(account.username) } }],
      no: undefined,
      yes: 201,
      after: ({ tokenId: id, token: secret }) =>
        void model.issued({ id, secret, owner: account, kind: 'session', name: null, scope: null }),
    }
  );
});

/** The first administrator's session stays. */
const signOut = step('sign out', { which }, (model, choice) => {
  const session = chosen(model.tokens, choice.which);
  return (
    session && {
      story: `${shown(session)} signs out`,
      ask: ['DELETE', '/v1/sessions/current', asking(session)],
      no: model.refusesToSignOut(session),
      yes: 204,
      after: () => void (session.status = 'revoked'),
    }
  );
});

const readPolicy = step('read the policy', { by }, (model, choice) => {
  const actor = caller(model, choice.by);
  return {
    story: `${shown(actor)} reads the policy`,
    ask: ['GET', '/v1/policy', asking(actor)],
    no: model.refusesToShow(actor, 'policy:get'),
    yes: 200,
  };
});

export const CREDENTIAL_STEPS = [signIn, signOut, readPolicy].map(({ any }) => any);
