import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { heldIn, resetPassword, userStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';
import { Cipher } from '../keys/cipher.js';
import { Passwords } from '../keys/passwords.js';
import { type ChangedPassword, changedPassword } from './changed-password.js';

/** Somebody else's. */
export class ResetPassword extends Command<ChangedPassword> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
    readonly secret: string,
    readonly revokeTokens: boolean,
  ) {
    super();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    private readonly passwords: Passwords,
  ) {}

  async execute({ by, userId, secret, revokeTokens }: ResetPassword): Promise<ChangedPassword> {
    if (!(await this.cipher.knows(userId)))
      throw new Refused({ refused: 'not_found', detail: 'There is no such user.' });
    const passwordDigest = await this.passwords.seal(userId, secret);
    const command = { userId, passwordDigest, revokeTokens, by: by.caller.user.id };
    const from = await this.provenance.ofCaller(by, { type: 'user', id: userId });
    const appended = await this.log.append({
      ...from,
      permission: { resource: 'passwords', action: 'set', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId], liveTokensOf: [userId] },
      decide: (state, at) => resetPassword(state, command, heldIn(state, from.actor, at)),
    });
    return changedPassword(appended);
  }
}
