import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { projectStream, removeRole, type Seen } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { findProject } from './find-project.js';

export const RemovedRole = z
  .object({
    project: z.string(),
    role: z.string(),
    revokedTokens: z.int(),
    position: shownPosition.meta({ description: 'Of the removal; the revocations stand right behind it.' }),
    receipt,
  })
  .meta({ id: 'RemovedRole', description: 'The role is gone, and every token of it.' });
export type RemovedRole = z.output<typeof RemovedRole>;

export class RemoveRole extends Command<RemovedRole> {
  constructor(
    readonly by: CallerContext,
    readonly project: string,
    readonly role: string,
    readonly seen: Seen,
  ) {
    super();
  }
}

@CommandHandler(RemoveRole)
export class RemoveRoleHandler implements ICommandHandler<RemoveRole> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, project, role, seen }: RemoveRole): Promise<RemovedRole> {
    const { id } = await findProject(this.pool, project);
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'project', id })),
      permission: { resource: 'projects', action: 'update', object: project },
      streams: [projectStream(id)],
      reads: { projects: [id], liveTokensOf: [id] },
      decide: (state) => removeRole(state, id, role, seen),
    });
    const { data, position } = firstOf(appended, 'ProjectRoleRemoved');
    const facts = { project, role, revokedTokens: data.revokedTokens, position: String(position) };
    return { ...facts, receipt: await appended.receiptOf(position) };
  }
}
