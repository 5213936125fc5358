import type { RefusalCode } from '@tokenledger/domain';
import { challengeOf } from './challenge.js';
import { internalProblem, problemOf } from './problem.js';

const challenge = (refused: RefusalCode, detail = 'No.', needs?: string) =>
  challengeOf(problemOf({ refused, detail }, 'request'), needs);

describe('a challenge', () => {
  it('names the permission where one is missing', () => {
    expect(challenge('forbidden', 'No.', 'users:get')).toMatch(/error="insufficient_scope".*, scope="users:get"$/);
    expect(challenge('forbidden')).toMatch(/error="insufficient_scope", error_description="No\."$/);
  });

  it.each([
    'not_found',
    'wider_than_held',
    'wrong_password',
    'invalid_request',
    'too_many_attempts',
    'unavailable',
  ] as const)('is not where no other credential would do: %s', (refused) => expect(challenge(refused)).toBeUndefined());

  it('is not where the fault is ours', () => {
    expect(challengeOf(internalProblem('request'), undefined)).toBeUndefined();
  });

  it('stays one header of quoted ASCII, whatever the sentence is', () => {
    expect(challenge('invalid_token', 'a "b" \\ c\r\nSet-Cookie: d=e – 🦊')).toMatch(
      /^Bearer realm="tokenledger", error="invalid_token", error_description="[ !#-[\]-~]+"$/,
    );
  });
});
