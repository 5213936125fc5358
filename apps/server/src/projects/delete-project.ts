import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteProject, projectStream, type Seen } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { findProject } from './find-project.js';

export const DeletedProject = z
  .object({
    id: shownId,
    name: z.string(),
    revokedTokens: z.int(),
    position: shownPosition.meta({ description: 'Of the deletion; the revocations stand right behind it.' }),
    receipt,
  })
  .meta({ id: 'DeletedProject', description: 'The project is gone, and every token of its roles.' });
export type DeletedProject = z.output<typeof DeletedProject>;

export class DeleteProject extends Command<DeletedProject> {
  constructor(
    readonly by: CallerContext,
    readonly name: string,
    readonly seen: Seen,
  ) {
    super();
  }
}

@CommandHandler(DeleteProject)
export class DeleteProjectHandler implements ICommandHandler<DeleteProject> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, name, seen }: DeleteProject): Promise<DeletedProject> {
    const { id } = await findProject(this.pool, name);
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'project', id })),
      permission: { resource: 'projects', action: 'delete', object: name },
      streams: [projectStream(id)],
      reads: { projects: [id], liveTokensOf: [id] },
      decide: (state) => deleteProject(state, id, seen),
    });
    const { data, position } = firstOf(appended, 'ProjectDeleted');
    const facts = { id, name, revokedTokens: data.revokedTokens, position: String(position) };
    return { ...facts, receipt: await appended.receiptOf(position) };
  }
}
