import type { Schemas } from '@tokenledger/api-client';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { facts } from '../../output/facts.js';
import type { Output } from '../../output/output.js';
import { shownEnd } from '../../output/time.js';

/** The token alone goes to standard output, so that `$(…)` holds it and nothing else. */
export function issuedToken(out: Output, issued: Schemas['IssuedToken']): void {
  const { id, owner, expiresAt, token: secret } = issued;
  if (secret === undefined) throw new Failure(EXIT.refused, 'The server has not shown the token.');
  out.answer(issued, () => secret);
  const expires = shownEnd(expiresAt);
  out.note(
    facts([
      ['Id', id],
      ['Owner', owner],
      ['Expires', expires],
      ['Careful', 'It is shown this once.'],
    ]),
  );
}
