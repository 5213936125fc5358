import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeToken, userStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';

/** Signs out: the session that asks is revoked. */
export class EndSession extends Command<void> {
  constructor(readonly by: CallerContext) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
  ) {}

  async execute({ by }: EndSession): Promise<void> {
    const { user, token } = by.caller;
    if (token.kind !== 'session') throw new Refused({ refused: 'not_found', detail: 'This credential is no session.' });
    await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'token', id: token.id })),
      permission: { resource: 'sessions', action: 'delete', object: user.id },
      streams: [userStream(user.id)],
      reads: { users: [user.id], tokens: [token.id] },
      decide: (state, at) => revokeToken(state, { tokenId: token.id, cause: 'logout' }, at),
    });
  }
}
