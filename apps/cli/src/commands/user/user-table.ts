import type { Schemas } from '@tokenledger/api-client';
import { facts } from '../../output/facts.js';
import type { Colour } from '../../output/paint.js';
import { table } from '../../output/table.js';
import { shownTime } from '../../output/time.js';

type User = Schemas['User'];

const COLOUR_OF: Readonly<Record<User['status'], Colour>> = { active: 'green', disabled: 'yellow', deleted: 'red' };

export const userTable = (users: readonly User[]): string =>
  table(users, [
    { title: 'ID', of: ({ id }) => id },
    { title: 'NAME', of: ({ username }) => username ?? '' },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'STATUS', of: ({ status }) => status, colour: ({ status }) => COLOUR_OF[status] },
    { title: 'ROLES', of: ({ roles }) => roles.join(' ') },
    { title: 'TOKENS', of: ({ liveTokens }) => String(liveTokens) },
    { title: 'E-MAIL', of: ({ email }) => email ?? '' },
  ]);

/** All that is known of one account. */
export const userFacts = (user: User): string =>
  facts([
    ['Id', user.id],
    ['Name', user.username],
    ['E-mail', user.email],
    ['Kind', user.kind],
    ['Status', user.status],
    ['Roles', user.roles.join(' ') || 'none'],
    ['Live tokens', `${user.liveTokens}, sessions included`],
    ['Registered', shownTime(user.registeredAt)],
    ['Deleted', user.deletedAt === null ? null : shownTime(user.deletedAt)],
    ['Legal hold', user.heldAt === null ? null : `since ${shownTime(user.heldAt)}`],
    ['Erased', user.erasedAt === null ? null : shownTime(user.erasedAt)],
  ]);
