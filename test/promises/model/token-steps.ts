import * as fc from 'fast-check';
import { asking, by, called, caller, chosen, shown, step, which } from './choices.js';
import type { Token } from './standing.js';

/** What the first policy of a log allows. */
const LONGEST = 90 * 24 * 3600;

/** A few, so that they are taken again. */
const name = fc.constantFrom('x', 'y', 'z');
const format = fc.constantFrom('jwt', 'opaque');
const scope = fc.constantFrom(null, '*:*', 'users:*', 'users:create', '*:get', 'users:delete');
/** One second is waited for, and rare for it; all others are longer than a sequence. */
const longer = fc.constantFrom(undefined, undefined, 0, 3600, '30m', LONGEST, LONGEST + 1, 'never');
const expiresIn = fc.oneof({ weight: 15, arbitrary: longer }, { weight: 1, arbitrary: fc.constant(1) });
const grace = fc.constantFrom(undefined, { graceSeconds: 0 }, { graceSeconds: 3600 });

export const issue = step('issue', { by, which, name, format, scope, expiresIn }, (model, choice) => {
  const actor = caller(model, choice.by);
  const owner = chosen(model.accounts, choice.which);
  const { name: given, scope: narrowed, expiresIn: lifetime } = choice;
  const tooLong = lifetime === 'never' || lifetime === LONGEST + 1;
  const scopes = narrowed === null ? {} : { scopes: [narrowed] };
  return (
    owner && {
      story: `${shown(actor)} issues ${given} to ${called(owner)}${narrowed ? `, for ${narrowed}` : ''}, for ${lifetime}`,
      ask: [
        'POST',
        '/v1/tokens',
        asking(actor, { name: given, owner: owner.id, format: choice.format, expiresIn: lifetime, ...scopes }),
      ],
      no: model.refusesToIssue(actor, owner, given, tooLong),
      yes: 201,
      shown: { owner: owner.id, secretAvailable: true },
      after: async ({ id, token: secret }, outlive) => {
        const token = model.issued({ id, secret, owner, kind: 'access', name: given, scope: narrowed });
        if (lifetime !== 1) return;
        await outlive(token);
        token.status = 'expired';
      },
    }
  );
});

const rotate = step('rotate', { by, which, grace }, (model, choice) => {
  const actor = caller(model, choice.by);
  const token = chosen(model.tokens, choice.which);
  const dies = !choice.grace?.graceSeconds;
  return (
    token && {
      story: `${shown(actor)} rotates ${shown(token)}${dies ? '' : ' after a grace'}`,
      ask: ['POST', `/v1/tokens/${token.id}/rotate`, asking(actor, choice.grace)],
      no: model.refusesToRotate(actor, token),
      yes: 201,
      shown: { owner: token.owner.id, replaces: token.id, secretAvailable: true },
      after: ({ id, token: secret }) => {
        token.hasSuccessor = true;
        if (dies) token.status = 'revoked';
        model.issued({ ...token, id, secret });
      },
    }
  );
});

const revoke = step('revoke', { by, which }, (model, choice) => {
  const actor = caller(model, choice.by);
  const token = chosen(model.tokens, choice.which);
  return (
    token && {
      story: `${shown(actor)} revokes ${shown(token)}`,
      ask: ['POST', `/v1/tokens/${token.id}/revoke`, asking(actor)],
      no: model.refusesToRevoke(actor, token),
      yes: 200,
      shown: { id: token.id, owner: token.owner.id, cause: 'requested' },
      after: () => void (token.status = 'revoked'),
    }
  );
});

const revokeThese = step(
  'revoke these',
  { by, these: fc.array(which, { minLength: 1, maxLength: 4 }) },
  (model, choice) => {
    const actor = caller(model, choice.by);
    if (model.tokens.length === 0) return undefined;
    const these = [...new Set(choice.these.map((one) => chosen(model.tokens, one)!))];
    const doomed = these.filter(({ status }) => status === 'live');
    return {
      story: `${shown(actor)} revokes at once ${these.map(shown).join(' and ')}`,
      ask: ['POST', '/v1/tokens/revoke', asking(actor, { ids: these.map(({ id }) => id) })],
      no: model.refusesToRevokeThese(actor, these),
      yes: 200,
      shown: { revoked: doomed.length, alreadyEnded: these.length - doomed.length },
      after: () => end(doomed),
    };
  },
);

const revokeAll = step('revoke all', { by, which }, (model, choice) => {
  const actor = caller(model, choice.by);
  const owner = chosen(model.accounts, choice.which);
  if (!owner) return undefined;
  const doomed = model.liveTokensOf(owner).filter((token) => token !== actor);
  return {
    story: `${shown(actor)} revokes everything of ${called(owner)}`,
    ask: ['POST', '/v1/tokens/revoke', asking(actor, { owner: owner.id })],
    no: model.refusesToRevokeAll(actor, owner),
    yes: 200,
    shown: { revoked: doomed.length, alreadyEnded: 0 },
    after: () => end(doomed),
  };
});

function end(tokens: readonly Token[]): void {
  for (const token of tokens) token.status = 'revoked';
}

export const TOKEN_STEPS = [issue, issue, rotate, rotate, revoke, revokeThese, revokeAll].map(({ any }) => any);
