import type { Schemas } from '@tokenledger/api-client';
import { facts } from '../../output/facts.js';
import { shownTime } from '../../output/time.js';
import { roleTables } from './role/role-tables.js';

/** All that is known of one project. */
export const projectFacts = ({ roles, ...project }: Schemas['Project']): string =>
  [
    facts([
      ['Id', project.id],
      ['Name', project.name],
      ['Description', project.description],
      ['Roles', roles.length === 0 ? 'none' : String(roles.length)],
      ['Live tokens', String(project.liveTokens)],
      ['Created', shownTime(project.createdAt)],
    ]),
    ...(roles.length === 0 ? [] : [roleTables(roles)]),
  ].join('\n\n');
