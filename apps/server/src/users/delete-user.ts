import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteUser, userStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';

export interface DeletedUser {
  readonly userId: string;
  readonly revokedTokens: number;
  /** Of the deletion; the revocations stand right behind it. */
  readonly position: string;
}

export class DeleteUser extends Command<DeletedUser> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteUser)
export class DeleteUserHandler implements ICommandHandler<DeleteUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
  ) {}

  async execute({ by, userId }: DeleteUser): Promise<DeletedUser> {
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'users', action: 'delete', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId], liveTokensOf: [userId], administrators: true },
      decide: (state) => deleteUser(state, userId),
    });
    const { data, position } = firstOf(appended, 'UserDeleted');
    return { userId, revokedTokens: data.revokedTokens, position: String(position) };
  }
}
