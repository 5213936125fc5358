import type { Schemas } from '@tokenledger/api-client';
import { EXIT } from '../../../exit-code.js';
import { Failure } from '../../../failure.js';

type Rule = Schemas['RoleRule'];

/** `get applications shop/*`: as `can-i` is asked. */
export function ruleOf(text: string, effect: Rule['effect']): Rule {
  const [action = '', resource = '', object, ...more] = text.trim().split(/\s+/);
  if (object !== undefined && more.length === 0) return { action, resource, object, effect };
  throw new Failure(EXIT.usage, `--${effect} takes 'action resource object', in quotes; this is none: ${text}`);
}
