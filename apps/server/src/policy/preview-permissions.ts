import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { builtInPermissions, comparePowers, type PermissionRules, type Role } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { storedPermissions } from '../check/permissions.table.js';
import { regex } from '../check/regex.js';
import { shownId, shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { AccountNames } from './account-names.js';

const words = (what: string) =>
  z
    .array(z.string())
    .readonly()
    .meta({ description: `${what}, as resource:action:object.` });

const AffectedAccount = z
  .object({
    userId: shownId,
    username: z.string(),
    gains: words('What the account may do that it might not before'),
    loses: words('What it may not do any more'),
  })
  .meta({ id: 'AffectedAccount' });
type AffectedAccount = z.output<typeof AffectedAccount>;

export const Affected = z
  .object({
    count: z.int().meta({ description: 'Accounts that gain or lose anything.' }),
    accounts: z.array(AffectedAccount).meta({ description: 'The first 100 of them, oldest first.' }),
    position: shownPosition.meta({ description: 'Of the rules that they are compared with.' }),
  })
  .meta({ id: 'Affected', description: 'Who gains and loses what.' });
export type Affected = z.output<typeof Affected>;

export class PreviewPermissions extends Query<Affected> {
  constructor(readonly wanted: Omit<PermissionRules, 'file'>) {
    super();
  }
}

const SHOWN = 100;
/** Between so many accounts others are served. */
const AT_ONCE = 50;

@QueryHandler(PreviewPermissions)
export class PreviewPermissionsHandler implements IQueryHandler<PreviewPermissions> {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly accounts: AccountNames,
  ) {}

  async execute({ wanted }: PreviewPermissions): Promise<Affected> {
    const before = (await storedPermissions(this.pool)) ?? builtInPermissions(regex);
    const after = before.reading({ ...wanted, file: before.written.file });
    const { rows } = await this.pool.query<{ id: string; roles: readonly Role[] }>(
      `select id, roles from state.users where status <> 'deleted' order by id`,
    );
    const affected: { userId: string; gains: readonly string[]; loses: readonly string[] }[] = [];
    for (const [n, user] of rows.entries()) {
      const { gains, loses } = comparePowers(before.powersOf(user), after.powersOf(user));
      if (gains.length + loses.length > 0) affected.push({ userId: user.id, gains, loses });
      if (n % AT_ONCE === AT_ONCE - 1) await turnOfTheEventLoop();
    }
    const shown = affected.slice(0, SHOWN);
    const names = await this.accounts.namesOf(shown.map(({ userId }) => userId));
    const accounts: AffectedAccount[] = shown.map((one) => ({ ...one, username: names.get(one.userId) ?? one.userId }));
    return { count: affected.length, accounts, position: String(before.position) };
  }
}
