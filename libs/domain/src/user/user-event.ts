import type { UserEvent } from './user.events.js';
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

/** An event of a token; it stands in the stream of the token's owner. */
export function tokenEvent<Type extends OfToken['type'], Event extends Extract<OfToken, { type: Type }>>(
  type: Type,
  data: Event['data'],
  personal: Event['personal'] = [],
) {
  const { tokenId, owner } = data;
  return {
    type,
    schema: 1,
    stream: userStream(owner),
    subject: { type: 'token', id: tokenId },
    data,
    personal,
  } as const;
}
