import type { Schemas } from '@tokenledger/api-client';
import { table } from '../../../output/table.js';

type Role = Schemas['ProjectRole'];

/** The roles, and below them what each may do, and what not. */
export function roleTables(roles: readonly Role[]): string {
  const rules = roles.flatMap(({ name, rules: own }) => own.map((rule) => ({ name, ...rule })));
  return rules.length === 0 ? tableOf(roles) : `${tableOf(roles)}\n\n${ruleTable(rules)}`;
}

const tableOf = (roles: readonly Role[]): string =>
  table(roles, [
    { title: 'ROLE', of: ({ name }) => name },
    { title: 'SUBJECT', of: ({ subject }) => subject },
    { title: 'GROUPS', of: ({ groups }) => groups.join(' ') },
    { title: 'DESCRIPTION', of: ({ description }) => description ?? '' },
  ]);

const ruleTable = (rules: readonly (Schemas['RoleRule'] & { name: string })[]): string =>
  table(rules, [
    { title: 'ROLE', of: ({ name }) => name },
    { title: 'EFFECT', of: ({ effect }) => effect, colour: ({ effect }) => (effect === 'allow' ? 'green' : 'red') },
    { title: 'ACTION', of: ({ action }) => action },
    { title: 'RESOURCE', of: ({ resource }) => resource },
    { title: 'OBJECT', of: ({ object }) => object },
  ]);
