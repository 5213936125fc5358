import { glob } from '../policy/glob.js';
import { actionsOn } from '../policy/role.js';
import { type Refusal, refuse } from '../refusal.js';
import type { RoleRule } from './project.events.js';

/** What Argo CD lets a role of a project speak of. */
const RESOURCES = new Set(['applications', 'applicationsets', 'logs', 'exec', 'repositories', 'clusters']);
const DEEPER = /^(action|update|delete)\//;
const MOST_RULES = 100;

/** What these rules have against being those of a role of `project`, if anything. */
export function refuseRules(project: string, rules: readonly RoleRule[]): Refusal | undefined {
  if (rules.length > MOST_RULES) return refuse('invalid_request', `A role has at most ${MOST_RULES} rules.`, '/rules');
  for (const [n, rule] of rules.entries()) {
    const fault = faultOf(project, rule);
    if (fault) return refuse('invalid_request', fault, `/rules/${n}`);
  }
  return undefined;
}

function faultOf(project: string, { resource, action, object }: RoleRule): string | undefined {
  if (!RESOURCES.has(resource)) return `A role of a project may speak of ${[...RESOURCES].join(', ')}.`;
  if (action !== '*' && !actionsOn(resource).includes(action) && !DEEPER.test(action))
    return `There is no action ${action} on ${resource}.`;
  const patterns = [action, object].map(prefixOf);
  if (patterns.includes(undefined)) return 'The pattern cannot be read.';
  return patterns[1]!.startsWith(`${project}/`) ? undefined : `The object begins with ${project}/.`;
}

function prefixOf(text: string): string | undefined {
  try {
    return glob(text).prefix;
  } catch {
    return undefined;
  }
}
