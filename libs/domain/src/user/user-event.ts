import type { UserEvent } from './user.events.js';
import { projectStream } from '../project/project.js';
import type { Token } from '../token.js';
import { userStream } from './user.js';

type OfUser = Exclude<UserEvent, { data: { tokenId: string } }>;
type OfToken = Extract<UserEvent, { data: { tokenId: string } }>;

/** An event of a user's own life. */
export function userEvent<Type extends OfUser['type'], Event extends Extract<OfUser, { type: Type }>>(
  type: Type,
  data: Event['data'],
  personal: Event['personal'] = [],
) {
  const { userId } = data;
  return {
    type,
    schema: 1,
    stream: userStream(userId),
    subject: { type: 'user', id: userId },
    data,
    personal,
  } as const;
}

/** Whose a token is, and so in which stream what becomes of it stands. */
type Place = Pick<Token, 'id' | 'owner' | 'kind'>;

export const streamOf = ({ owner, kind }: Pick<Place, 'owner' | 'kind'>): string =>
  kind === 'project' ? projectStream(owner) : userStream(owner);

/** Where the tokens of this owner may stand, of whom only the id is known. */
export const streamsOf = (owner: string): readonly string[] => [userStream(owner), projectStream(owner)];

/** An event of a token that there is, or comes to be. */
export function tokenEvent<Type extends OfToken['type'], Event extends Extract<OfToken, { type: Type }>>(
  type: Type,
  token: Place,
  data: Omit<Event['data'], 'tokenId' | 'owner'>,
  personal: Event['personal'] = [],
) {
  const { id: tokenId, owner } = token;
  return {
    type,
    schema: 1,
    stream: streamOf(token),
    subject: { type: 'token', id: tokenId },
    data: { tokenId, owner, ...data },
    personal,
  } as const;
}
