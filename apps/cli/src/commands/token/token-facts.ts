import type { Schemas } from '@tokenledger/api-client';
import { counted } from '../../output/counted.js';
import { facts } from '../../output/facts.js';
import { shownEnd, shownTime } from '../../output/time.js';

type Token = Schemas['TokenDetails'];

/** All that is known of one token. */
export const tokenFacts = (token: Token, nameOf: (userId: string) => string): string =>
  facts([
    ['Id', token.id],
    ['Name', token.name],
    ['Description', token.description],
    ['Owner', token.role ?? nameOf(token.owner)],
    ['State', stateOf(token)],
    ['Reason', token.reason],
    ['Kind', `${token.kind}, ${token.format}`],
    ['Scopes', token.scopes?.join(' ') ?? `everything its ${token.role === null ? 'owner' : 'role'} may do`],
    ['Audience', token.audience],
    ['Issued', `${shownTime(token.issuedAt)} by ${nameOf(token.issuedBy)}`],
    ['Expires', shownEnd(token.expiresAt)],
    ['Replaces', token.replaces],
    ['Successor', token.successor],
    ['Used', useOf(token)],
    ['Refused', refusalsOf(token)],
  ]);

function stateOf({ state, cause, endedAt }: Token): string {
  const when = endedAt === null ? '' : ` ${shownTime(endedAt)}`;
  return `${state}${when}${cause === null ? '' : ` (${cause})`}`;
}

function useOf({ uses, lastUsedAt, lastUsedIp, lastUsedUserAgent }: Token): string {
  if (lastUsedAt === null) return 'never';
  const who = [lastUsedIp, lastUsedUserAgent].filter((text) => text !== null).join(', ');
  return `${counted(uses, 'time')}, last ${shownTime(lastUsedAt)}${who === '' ? '' : ` from ${who}`}`;
}

const refusalsOf = ({ refusedUses, lastRefusedAt }: Token): string | null =>
  lastRefusedAt === null ? null : `${counted(refusedUses, 'time')}, last ${shownTime(lastRefusedAt)}`;
