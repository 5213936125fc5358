import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../../context.js';
import { examples } from '../../../examples.js';
import { EXIT } from '../../../exit-code.js';
import { Failure } from '../../../failure.js';
import { given } from '../../../given.js';
import { nameInPath } from '../../../ids.js';
import { roleTables } from './role-tables.js';
import { ruleOf } from './rule-of.js';

interface Options {
  readonly allow?: string[];
  readonly deny?: string[];
  readonly description?: string;
  readonly group?: string[];
}

const ABOUT = `
A rule is 'action resource object', in quotes; each is a glob, and the object begins with the name of the project. A rule that
denies beats every one that allows. The role is exactly this from now on; its tokens stay good, and follow it at once.
`;

export function addProjectRoleSet(role: Command): void {
  role
    .command('set')
    .description('make a role of a project, or make it another')
    .argument('<project>', 'the project')
    .argument('<role>', 'what the role is called')
    .option('--allow <rule...>', 'what its tokens may do')
    .option('--deny <rule...>', 'what they may not do, whatever is allowed')
    .option('--description <text>', 'more than the name says')
    .option('--group <group...>', 'the groups that are in it')
    .addHelpText('after', ABOUT + EXAMPLES)
    .action(set);
}

const EXAMPLES = examples(
  "tokenledger project role set shop deployer --allow 'get applications shop/*' --allow 'sync applications shop/*'",
  "tokenledger project role set shop viewer --allow 'get applications shop/*' --deny 'get applications shop/secret'",
);

async function set(project: string, role: string, options: Options, command: Command): Promise<void> {
  const path = { project: nameInPath(project), role: nameInPath(role) };
  const rules = rulesOf(options);
  const { connection, out } = await signedIn(command);
  const body = { rules, groups: options.group ?? [], ...given({ description: options.description }) };
  const changed = connection.ask((api) => api.PUT('/v1/projects/{project}/roles/{role}', { params: { path }, body }));
  out.answer(await changed, ({ roles }) => roleTables(roles.filter(({ name }) => name === role)));
}

function rulesOf({ allow = [], deny = [] }: Options): Schemas['RoleRule'][] {
  const rules = [...allow.map((text) => ruleOf(text, 'allow')), ...deny.map((text) => ruleOf(text, 'deny'))];
  if (rules.length === 0) throw new Failure(EXIT.usage, 'Say what its tokens may do: --allow, --deny.');
  return rules;
}
