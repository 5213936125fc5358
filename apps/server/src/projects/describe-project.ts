import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { describeProject, projectStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { findProject } from './find-project.js';
import { sealDescription } from './seal-description.js';

export class DescribeProject extends Command<void> {
  constructor(
    readonly by: CallerContext,
    readonly name: string,
    readonly description: string | null,
  ) {
    super();
  }
}

@CommandHandler(DescribeProject)
export class DescribeProjectHandler implements ICommandHandler<DescribeProject> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, name, description }: DescribeProject): Promise<void> {
    const project = await findProject(this.pool, name);
    const about = { type: 'project', id: project.id } as const;
    const sealed = await sealDescription(this.cipher, project, project.description, description);
    await this.log.append({
      ...(await this.provenance.ofCaller(by, about)),
      permission: { resource: 'projects', action: 'update', object: name },
      streams: [projectStream(project.id)],
      reads: { projects: [project.id] },
      decide: (state) => describeProject(state, project.id, sealed),
    });
  }
}
