import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  accountsIn,
  changePermissions,
  heldIn,
  PERMISSIONS_STREAM,
  type PermissionRules,
  type Seen,
} from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { storedPermissions } from '../check/permissions.table.js';
import { EventLog } from '../event-log/event-log.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';

/** Answers the position of the rules as they stand afterwards. */
export class ChangePermissions extends Command<string> {
  constructor(
    readonly by: CallerContext,
    readonly wanted: Omit<PermissionRules, 'file'>,
    readonly seen: Seen,
    readonly reason: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(ChangePermissions)
export class ChangePermissionsHandler implements ICommandHandler<ChangePermissions> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, wanted, seen, reason }: ChangePermissions): Promise<string> {
    const about = { type: 'policy', id: 'permissions' } as const;
    const from = await this.provenance.ofCaller(by, about);
    const said = reason === undefined ? [] : [await this.cipher.seal(by.caller.user.id, about, 'reason', reason)];
    const { events } = await this.log.append({
      ...from,
      permission: { resource: 'policy', action: 'set', object: 'permissions' },
      streams: [PERMISSIONS_STREAM],
      reads: { users: accountsIn(wanted), administrators: true },
      decide: (state, at) => {
        const { file } = state.permissions.written;
        return changePermissions(
          state,
          { wanted: { ...wanted, file }, seen, reason: said },
          heldIn(state, from.actor, at),
        );
      },
    });
    return String(events.at(-1)?.position ?? (await storedPermissions(this.pool))?.position ?? 0);
  }
}
