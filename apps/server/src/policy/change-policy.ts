import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changePolicy, type Seen, type TokenPolicy } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { POOL } from '../platform/pool.js';
import { storedPolicy } from './policy.table.js';
import type { Policy } from './shown-policy.js';

/** Answers the policy as it stands afterwards. */
export class ChangePolicy extends Command<Policy> {
  constructor(
    readonly by: CallerContext,
    readonly wanted: TokenPolicy,
    readonly seen: Seen,
  ) {
    super();
  }
}

@CommandHandler(ChangePolicy)
export class ChangePolicyHandler implements ICommandHandler<ChangePolicy> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, wanted, seen }: ChangePolicy): Promise<Policy> {
    const { events } = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'policy', id: 'policy' })),
      permission: { resource: 'policy', action: 'set', object: 'limits' },
      streams: ['policy'],
      reads: { policy: true },
      decide: (state) => changePolicy(state, wanted, seen),
    });
    if (events[0]) return { ...wanted, position: String(events[0].position) };
    const { policy, position } = (await storedPolicy(this.pool))!;
    return { ...policy, position };
  }
}
