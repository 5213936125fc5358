import { actionsOn, glob, VOCABULARY } from '@tokenledger/domain';
import { z } from 'zod';

/** RFC 6749 section 3.3: what a scope is spelled with. */
const SPELLING = /^[!#-[\]-~]{1,256}$/;
/** Argo CD names what is done inside an application behind the action. */
const DEEPER = /^(action|update|delete)\//;

/** Of accounts, and what is theirs: no other object of these is ever asked for. */
const OF_ACCOUNTS = new Set(['users', 'tokens', 'sessions', 'passwords']);
const ACCOUNT = /^(\*|self|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/;

function isScope(words: string): boolean {
  const [resource = '', action = '', ...rest] = words.split(':');
  const actions = resource === '*' ? Object.values(VOCABULARY).flat() : actionsOn(resource);
  const object = rest.length === 0 ? '*' : rest.join(':');
  if (!SPELLING.test(words) || actions.length === 0 || !isGlob(object)) return false;
  if (OF_ACCOUNTS.has(resource) && !ACCOUNT.test(object)) return false;
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
