import type { DomainEvent } from '../events.js';
import { policyEvent } from '../policy/change-policy.js';
import { INITIAL_POLICY } from '../policy/token-policy.js';
import { type Decision, isRefusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { type RegisterUser, registerUser } from '../user/register-user.js';
import type { LogOpened } from './log.events.js';

/** A log begins with its name and keys, a policy, and somebody who can sign in. */
export function openLog(state: State, data: LogOpened['data'], administrator: RegisterUser): Decision<DomainEvent> {
  if (!canAdminister(administrator))
    return refuse('invalid_request', 'A log begins with a person who has a password and is an administrator.');
  const registered = registerUser(state, administrator, null);
  if (isRefusal(registered)) return registered;
  return [opened(data), policyEvent(INITIAL_POLICY), ...registered];
}

const canAdminister = ({ kind, roles, passwordDigest }: RegisterUser): boolean =>
  kind === 'person' && roles.includes('admin') && passwordDigest !== undefined;

const opened = (data: LogOpened['data']): LogOpened => ({
  type: 'LogOpened',
  schema: 1,
  stream: 'log',
  subject: { type: 'log', id: data.origin },
  data,
  personal: [],
});
