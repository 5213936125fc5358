import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeTokens, streamsOf } from '@tokenledger/domain';
import { Attempts } from '../access/attempts.js';
import { Provenance } from '../access/provenance.js';
import type { RequestContext } from '../access/request-context.js';
import { sourceOf } from '../access/source-of.js';
import { Check, type Recognised } from '../check/check.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';

/**
 * Whoever holds a token may end it: of a leaked one, that is the only thing worth doing. It resolves once the text is
 * no live token, and says no more than that, whether it ever was one or not.
 */
export class RevokePresented extends Command<void> {
  constructor(
    readonly by: RequestContext,
    readonly secret: string,
    readonly cause: 'leaked' | 'requested',
  ) {
    super();
  }
}

/** Of one source. */
const LIMIT = { most: 30, seconds: 60 };

@CommandHandler(RevokePresented)
export class RevokePresentedHandler implements ICommandHandler<RevokePresented> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly check: Check,
    private readonly attempts: Attempts,
  ) {}

  async execute({ by, secret, cause }: RevokePresented): Promise<void> {
    await this.refuseTooMany(by);
    const recognised = await this.check.recognise(secret);
    if (recognised?.token.status === 'live') await this.revoke(by, recognised, cause);
  }

  private async refuseTooMany({ ip }: RequestContext): Promise<void> {
    const { count, retryAfter } = await this.attempts.count(['present a token', sourceOf(ip)], LIMIT);
    if (count <= LIMIT.most) return;
    throw new Refused({ refused: 'too_many_attempts', detail: 'Too many tokens were shown from here.', retryAfter });
  }

  /** A disabled owner is no reason to wait: the account may be enabled again. */
  private async revoke(by: RequestContext, { token }: Recognised, cause: RevokePresented['cause']): Promise<void> {
    const { id, owner } = token;
    await this.log.append({
      ...(await this.provenance.ofHolder(by, id)),
      permission: null,
      streams: streamsOf(owner),
      reads: { users: [owner], projects: [owner], tokens: [id] },
      decide: (state, at) => revokeTokens(state, [id], { cause }, at),
    });
  }
}
