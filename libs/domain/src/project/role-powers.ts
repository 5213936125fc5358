import { glob } from '../policy/glob.js';
import { type Power, powerOf } from '../policy/permission.js';
import { Powers } from '../policy/powers.js';
import type { RoleRule } from './project.events.js';

const power = ({ resource, action, object }: Pick<RoleRule, 'resource' | 'action' | 'object'>): Power =>
  powerOf(glob(resource), glob(action), glob(object));

/** What the tokens of a role may do: what its rules say, and see the project; in whose name nothing is a pattern. */
export function rolePowers(project: string, rules: readonly RoleRule[]): Powers {
  const of = (effect: RoleRule['effect']) => rules.filter((rule) => rule.effect === effect).map(power);
  const seen = power({ resource: 'projects', action: 'get', object: project });
  return new Powers('', { allow: [seen, ...of('allow')], deny: of('deny') });
}
