import { VOCABULARY } from '@tokenledger/domain';
import { z } from 'zod';

const ACTIONS = new Map(Object.entries(VOCABULARY));
const OBJECT = /^(\*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const isScope = (words: string): boolean => {
  const [resource = '', action = '', object = '*', ...rest] = words.split(':');
  const actions = resource === '*' ? Object.values(VOCABULARY).flat() : ACTIONS.get(resource);
  if (rest.length > 0 || actions === undefined || !OBJECT.test(object)) return false;
  return action === '*' || actions.includes(action);
};

/** `resource:action`, or `resource:action:object` with a user's id; `*` stands for all. */
export const scope = z
  .string()
  .refine(isScope, 'A scope is resource:action or resource:action:object, in words that exist here.');
