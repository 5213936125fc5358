import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteUser, PERMISSIONS_STREAM, type Seen, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';

export const DeletedUser = z
  .object({
    userId: shownId,
    revokedTokens: z.int(),
    position: shownPosition.meta({ description: 'Of the deletion; the revocations stand right behind it.' }),
    projectTokens: z
      .array(z.object({ id: shownId, role: z.string(), issuedAt: shownInstant }))
      .meta({ description: 'Tokens of projects that the account has issued, and that live on: the first 1,000.' }),
    receipt,
  })
  .meta({ id: 'DeletedUser', description: 'The account is gone, and every token of it.' });
export type DeletedUser = z.output<typeof DeletedUser>;

export class DeleteUser extends Command<DeletedUser> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
    readonly seen: Seen | undefined,
  ) {
    super();
  }
}

@CommandHandler(DeleteUser)
export class DeleteUserHandler implements ICommandHandler<DeleteUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, userId, seen }: DeleteUser): Promise<DeletedUser> {
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'users', action: 'delete', object: userId },
      streams: [userStream(userId), PERMISSIONS_STREAM],
      reads: { users: [userId], liveTokensOf: [userId], administrators: true },
      decide: (state) => deleteUser(state, userId, seen),
    });
    const { data, position } = firstOf(appended, 'UserDeleted');
    const facts = { userId, revokedTokens: data.revokedTokens, position: String(position) };
    return { ...facts, projectTokens: await this.issuedBy(userId), receipt: await appended.receiptOf(position) };
  }

  /** The account is gone: it issues no more. */
  private async issuedBy(userId: string): Promise<DeletedUser['projectTokens']> {
    const { rows } = await this.pool.query<DeletedUser['projectTokens'][number]>({
      name: 'tokens-of-projects-issued-by',
      text: `select id, role, issued_at as "issuedAt" from state.tokens
             where issued_by = $1 and kind = 'project' and status = 'live' order by issued_position limit 1000`,
      values: [userId],
    });
    return rows;
  }
}
