import { actionsOn, glob, VOCABULARY } from '@tokenledger/domain';
import { z } from 'zod';

/** RFC 6749 section 3.3: what a scope is spelled with. */
const SPELLING = /^[!#-[\]-~]{1,256}$/;
/** Argo CD names what is done inside an application behind the action. */
const DEEPER = /^(action|update|delete)\//;

function isScope(words: string): boolean {
  const [resource = '', action = '', ...object] = words.split(':');
  const actions = resource === '*' ? Object.values(VOCABULARY).flat() : actionsOn(resource);
  if (!SPELLING.test(words) || actions.length === 0 || !isGlob(object.length === 0 ? '*' : object.join(':')))
    return false;
  return action === '*' || actions.includes(action) || (DEEPER.test(action) && isGlob(action));
}

function isGlob(text: string): boolean {
  try {
    glob(text);
    return text !== '';
  } catch {
    return false;
  }
}

/** `resource:action`, or `resource:action:object`: the id of a user, `self`, or a glob; `*` stands for all. */
export const scope = z
  .string()
  .refine(isScope, 'A scope is resource:action or resource:action:object, in words that exist here.');
