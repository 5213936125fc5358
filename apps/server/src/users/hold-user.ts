import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { placeLegalHold, releaseLegalHold, userStream } from '@tokenledger/domain';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';

export const HeldUser = z
  .object({ userId: shownId, heldAt: shownInstant.nullable(), position: shownPosition, receipt })
  .meta({ id: 'HeldUser', description: 'Whether a legal hold keeps what is known of the account, and since when.' });
export type HeldUser = z.output<typeof HeldUser>;

/** Places a legal hold, or releases it. */
export class HoldUser extends Command<HeldUser> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
    readonly wanted: 'held' | 'released',
    readonly reason: string,
  ) {
    super();
  }
}

const WANTED = {
  held: { decide: placeLegalHold, event: 'LegalHoldPlaced' },
  released: { decide: releaseLegalHold, event: 'LegalHoldReleased' },
} as const;

@CommandHandler(HoldUser)
export class HoldUserHandler implements ICommandHandler<HoldUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
  ) {}

  async execute({ by, userId, wanted, reason }: HoldUser): Promise<HeldUser> {
    const about = { type: 'user', id: userId } as const;
    const sealed = [await this.cipher.seal(userId, about, 'reason', reason)];
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, about)),
      permission: { resource: 'users', action: 'hold', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId] },
      decide: (state) => WANTED[wanted].decide(state, userId, sealed),
    });
    const { recordedAt, position } = firstOf(appended, WANTED[wanted].event);
    const heldAt = wanted === 'held' ? recordedAt : null;
    return { userId, heldAt, position: String(position), receipt: await appended.receiptOf(position) };
  }
}
