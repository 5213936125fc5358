import type { Schemas } from '@tokenledger/api-client';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { type Fact, facts } from '../../output/facts.js';
import type { Output } from '../../output/output.js';
import { shownEnd } from '../../output/time.js';

type Issued = Pick<Schemas['IssuedToken'], 'id' | 'owner' | 'expiresAt' | 'token'>;

const SHOWN_ONCE: Fact = ['Careful', 'The token is shown this once.'];

/** The token alone goes to standard output, so that `$(…)` holds it and nothing else. */
export function issuedToken(out: Output, issued: Issued, ...more: readonly Fact[]): void {
  const { id, owner, expiresAt, token: secret } = issued;
  if (secret === undefined) throw new Failure(EXIT.refused, 'The server has not shown the token.');
  out.answer(issued, () => secret);
  out.note(facts([['Id', id], ['Owner', owner], ['Expires', shownEnd(expiresAt)], ...more, SHOWN_ONCE]));
}
