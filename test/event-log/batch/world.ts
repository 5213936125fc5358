import { randomUUID } from 'node:crypto';
import type { Actor } from '@tokenledger/domain';
import type { Append } from '../../../apps/server/src/event-log/append.js';
import * as routes from './as-routes-do.js';
import { NAMES, type Wish } from './wishes.js';

/** Those there may be once all wishes so far have come true; which of them do, the log decides. */
export class World {
  readonly accounts: string[] = [];
  readonly tokens: { readonly id: string; readonly owner: string }[] = [];
  /** Before every name and key: a world shares none with those before it. */
  private readonly name = randomUUID();

  /** Two administrators and a user, of names that are wanted again, have signed in and have a token each. */
  readonly beginning: readonly Append[] = ([['admin'], ['admin'], ['user']] as const).flatMap((roles, n) => {
    const id = this.account();
    const session = this.token(id);
    const person = routes.register({ id, kind: 'person', name: `${this.name} ${NAMES[n]}`, roles });
    const token = routes.issue({ id: this.token(id), owner: id, name: `${id} ${NAMES[n]}`, scopes: null });
    const itself = { type: 'user', id, tokenId: session } as const;
    return [bySystem(person), bySystem(routes.signIn(id, session)), appended(token, itself, token.permission)];
  });

  /** The same commands for whichever log. */
  planned(wishes: readonly Wish[]): Append[] {
    return wishes.map((wish) => this.plan(wish));
  }

  private plan(wish: Wish): Append {
    const { owner: id, id: tokenId } = chosen(this.tokens, wish.by);
    const to = this.routeOf(wish);
    const { key } = wish;
    const command = appended(to, { type: 'user', id, tokenId }, to.permission);
    if (key === null) return command;
    return { ...command, idempotency: { key: routes.digest(`${this.name} ${key}`), body: routes.digest(wish.what) } };
  }

  private routeOf(wish: Wish): routes.Route {
    const user = latest(this.accounts, wish.user);
    const token = latest(this.tokens, wish.token);
    const { roles, scopes, graceSeconds } = wish;
    switch (wish.what) {
      case 'register':
        return routes.register({ id: this.account(), kind: 'service', name: `${this.name} ${wish.name}`, roles });
      case 'issue':
        return routes.issue({ id: this.token(user), owner: user, name: `${user} ${wish.name}`, scopes });
      case 'rotate':
        return routes.rotate(token, this.token(token.owner), graceSeconds);
      case 'revoke':
        return routes.revoke(token);
      case 'revoke all':
        return routes.revokeAll(user);
      case 'delete':
        return routes.remove(user);
      case 'disable':
        return routes.change(user, { enabled: false, roles: undefined });
      case 'enable':
        return routes.change(user, { enabled: true, roles: undefined });
      case 'give roles':
        return routes.change(user, { enabled: undefined, roles });
    }
  }

  private account(): string {
    return this.accounts[this.accounts.push(randomUUID()) - 1]!;
  }

  private token(owner: string): string {
    const id = randomUUID();
    this.tokens.push({ id, owner });
    return id;
  }
}

const bySystem = (to: routes.Route): Append => appended(to, { type: 'system', id: 'test' }, null);

/** Nobody of another world is an administrator of this one. */
export const leaving = (administrators: readonly string[]): Append[] => administrators.map(routes.remove).map(bySystem);

const chosen = <Thing>(things: readonly Thing[], choice: number): Thing => things[choice % things.length]!;

const latest = <Thing>(things: readonly Thing[], choice: number): Thing => things.at(-1 - (choice % things.length))!;

const appended = ({ decide, ...to }: routes.Route, actor: Actor, permission: Append['permission']): Append => ({
  ...to,
  actor,
  permission,
  requestId: 'test',
  decide: (state, at) => decide(state, at, actor),
});
