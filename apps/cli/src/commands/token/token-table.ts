import type { Schemas } from '@tokenledger/api-client';
import type { Colour } from '../../output/paint.js';
import { table } from '../../output/table.js';
import { shownDistance, shownTime } from '../../output/time.js';

type Token = Schemas['Token'];

const COLOUR_OF: Readonly<Record<Token['state'], Colour>> = { active: 'green', revoked: 'red', expired: 'dim' };

export const colourOfState = (state: Token['state']): Colour => COLOUR_OF[state];

export const tokenTable = (tokens: readonly Token[], nameOf: (userId: string) => string, now = Date.now()): string =>
  table(tokens, [
    { title: 'ID', of: ({ id }) => id },
    { title: 'OWNER', of: ({ owner, role }) => role ?? nameOf(owner) },
    { title: 'NAME', of: ({ name, kind }) => name ?? `(${kind})` },
    { title: 'STATE', of: ({ state }) => state, colour: ({ state }) => colourOfState(state) },
    { title: 'FORMAT', of: ({ format }) => format },
    { title: 'ISSUED', of: ({ issuedAt }) => shownTime(issuedAt) },
    { title: 'USED', of: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : shownDistance(lastUsedAt, now)) },
    { title: 'ENDS', of: (token) => end(token, now) },
  ]);

/** When it ended, or when it will. */
function end({ endedAt, expiresAt }: Token, now: number): string {
  const instant = endedAt ?? expiresAt;
  return instant === null ? 'never' : shownDistance(instant, now);
}
