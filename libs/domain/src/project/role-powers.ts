import { glob } from '../policy/glob.js';
import { exactly } from '../policy/pattern.js';
import { type Power, powerOf } from '../policy/permission.js';
import { Powers } from '../policy/powers.js';
import type { RoleRule } from './project.events.js';

const power = ({ resource, action, object }: RoleRule): Power => powerOf(glob(resource), glob(action), glob(object));

/** What the tokens of a role may do: what its rules say, and see the project. */
export function rolePowers(project: string, rules: readonly RoleRule[]): Powers {
  const of = (effect: RoleRule['effect']) => rules.filter((rule) => rule.effect === effect).map(power);
  const seen = powerOf(exactly('projects'), exactly('get'), exactly(project));
  return new Powers('', { allow: [seen, ...of('allow')], deny: of('deny') });
}
