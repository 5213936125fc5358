import type { StoredEvent } from '../../support/stored-events.js';
import { checkHistory } from './check-history.js';
import type { Change, ChangeKind, Observation, Operation } from './operation.js';

/** Clients sign in before a history begins: not an operation. */
const SESSION = 'session';
const actor = { type: 'user', id: 'admin', tokenId: SESSION };

/** A log and what clients say of it, both written down by hand: second `n` of a history is about its n-th operation. */
export class Past {
  readonly operations: Operation[] = [];
  readonly stored: StoredEvent[] = [];
  private clock = 0;

  constructor() {
    this.store('UserRegistered', { userId: 'user' }, 'register user');
    this.store('TokenIssued', { tokenId: 'token', owner: 'user' }, 'issue token');
    this.change('register', null, { requestIds: ['register user'], told: { position: 0, id: 'user' } });
    this.change('issue', 'user', { requestIds: ['issue token'], told: { position: 1, id: 'token' } });
  }

  /** An event; `causedBy`: the event of the same command that brought it about. */
  store(type: string, data: object, requestId: string, causedBy: string | null = null): this {
    const position = this.stored.length;
    const id = `event ${position}`;
    const meta = { requestId, causationId: causedBy, correlationId: causedBy ?? id };
    const recordedAt = timeOf(position);
    this.stored.push({ position, event: { id, type, data, actor, meta, recordedAt } } as StoredEvent);
    return this;
  }

  /** The last event stands at another position, or is as old as another one. */
  bent({ position, asOldAs }: { readonly position?: number; readonly asOldAs?: number }): this {
    const last = this.stored.pop()!;
    const event = asOldAs === undefined ? last.event : { ...last.event, recordedAt: timeOf(asOldAs) };
    this.stored.push({ ...last, event, position: position ?? last.position });
    return this;
  }

  change(what: ChangeKind, about: string | null, more: Partial<Change> = {}): this {
    const asked = { client: 0, invoked: ++this.clock, completed: this.clock + 0.5, by: SESSION };
    const answered = { outcome: 'acknowledged', requestIds: [`${what} ${about}`], unanswered: false } as const;
    this.operations.push({ is: 'change', what, about, ...asked, ...answered, ...more });
    return this;
  }

  saw(saw: string, more: Partial<Observation> = {}): this {
    const asked = { client: 1, server: 'two', invoked: ++this.clock, completed: this.clock + 0.5 };
    this.operations.push({ is: 'observation', of: 'verdict', id: 'token', saw, ...asked, ...more });
    return this;
  }

  revoked = (): this =>
    this.store('TokenRevoked', { tokenId: 'token', owner: 'user' }, 'revoke token').change('revoke', 'token', {
      told: { position: 2, id: 'token' },
    });
  disabled = (): this => this.store('UserDisabled', { userId: 'user' }, 'disable user').change('disable', 'user');
  enabled = (): this => this.store('UserEnabled', { userId: 'user' }, 'enable user').change('enable', 'user');
  deleted = (): this =>
    this.store('UserDeleted', { userId: 'user' }, 'delete user')
      .store('TokenRevoked', { tokenId: 'token', owner: 'user' }, 'delete user', `event ${this.stored.length - 1}`)
      .change('delete', 'user');
  rotated = (): this =>
    this.store('TokenIssued', { tokenId: 'successor', owner: 'user', replaces: 'token' }, 'rotate token')
      .store('TokenRevoked', { tokenId: 'token' }, 'rotate token', `event ${this.stored.length - 1}`)
      .change('rotate', 'token', { told: { position: 2, id: 'successor' } });

  get violated(): string[] {
    return checkHistory(this.operations, this.stored).map(({ rule }) => rule);
  }
}

const timeOf = (position: number): string => String(position).padStart(3, '0');
