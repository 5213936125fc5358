import type { Schemas } from '@tokenledger/api-client';
import { table } from '../../output/table.js';
import { shownTime } from '../../output/time.js';

export const projectTable = (projects: readonly Schemas['Project'][]): string =>
  table(projects, [
    { title: 'NAME', of: ({ name }) => name },
    { title: 'ROLES', of: ({ roles }) => roles.map(({ name }) => name).join(' ') },
    { title: 'TOKENS', of: ({ liveTokens }) => String(liveTokens) },
    { title: 'CREATED', of: ({ createdAt }) => shownTime(createdAt) },
    { title: 'DESCRIPTION', of: ({ description }) => description ?? '' },
  ]);
