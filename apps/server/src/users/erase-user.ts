import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { eraseUser, type Seen, userStream } from '@tokenledger/domain';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { SubjectKeys } from '../keys/subject-keys.js';

export const ErasedUser = z.object({ userId: shownId, erasedAt: shownInstant, position: shownPosition, receipt }).meta({
  id: 'ErasedUser',
  description: 'The key of all that was personal is destroyed. /v1/users/{id}/erasure says when nothing can open it.',
});
export type ErasedUser = z.output<typeof ErasedUser>;

export class EraseUser extends Command<ErasedUser> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
    readonly seen: Seen | undefined,
  ) {
    super();
  }
}

/**
 * Dying before the commit, nothing is erased; dying after it, everything is: the key is destroyed with the event that
 * says so. What a server remembers of the key goes with the process, or here, or within ten seconds.
 */
@CommandHandler(EraseUser)
export class EraseUserHandler implements ICommandHandler<EraseUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly subjectKeys: SubjectKeys,
  ) {}

  async execute({ by, userId, seen }: EraseUser): Promise<ErasedUser> {
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'users', action: 'erase', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId] },
      decide: (state) => eraseUser(state, userId, seen),
      alongside: [this.subjectKeys.destruction(userId)],
    });
    this.subjectKeys.forget(userId);
    const { recordedAt: erasedAt, position } = firstOf(appended, 'UserErased');
    return { userId, erasedAt, position: String(position), receipt: await appended.receiptOf(position) };
  }
}
