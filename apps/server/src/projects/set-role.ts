import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { heldIn, projectStream, type RoleRule, roleOf, type Seen, setRole } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { findProject } from './find-project.js';
import { sealDescription } from './seal-description.js';

export interface WantedRole {
  readonly name: string;
  readonly description: string | undefined;
  readonly rules: readonly RoleRule[];
  readonly groups: readonly string[];
}

export class SetRole extends Command<void> {
  constructor(
    readonly by: CallerContext,
    readonly project: string,
    readonly wanted: WantedRole,
    readonly seen: Seen,
  ) {
    super();
  }
}

@CommandHandler(SetRole)
export class SetRoleHandler implements ICommandHandler<SetRole> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, project: name, wanted, seen }: SetRole): Promise<void> {
    const project = await findProject(this.pool, name);
    const { name: role, rules, groups } = wanted;
    const stored = roleOf(project, role)?.description ?? null;
    const description = await sealDescription(this.cipher, project, stored, wanted.description);
    const command = { projectId: project.id, role, rules, groups, description, seen };
    const from = await this.provenance.ofCaller(by, { type: 'project', id: project.id });
    await this.log.append({
      ...from,
      permission: { resource: 'projects', action: 'update', object: name },
      streams: [projectStream(project.id)],
      reads: { projects: [project.id] },
      decide: (state, at) => setRole(state, command, heldIn(state, from.actor, at)),
    });
  }
}
