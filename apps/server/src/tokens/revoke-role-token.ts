import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { projectStream, type RevocationCause, revokeRoleToken, type Sealed } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { revokedToken, type RevokedToken } from './revoke-token.js';
import { idOfProject } from './id-of-project.js';

export interface WhichRoleToken {
  readonly project: string;
  readonly role: string;
  readonly which: { readonly id: string } | { readonly issuedAt: number };
}

export class RevokeRoleToken extends Command<RevokedToken> {
  constructor(
    readonly by: CallerContext,
    readonly token: WhichRoleToken,
    readonly cause: RevocationCause,
    readonly reason: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(RevokeRoleToken)
export class RevokeRoleTokenHandler implements ICommandHandler<RevokeRoleToken> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, token, cause, reason }: RevokeRoleToken): Promise<RevokedToken> {
    const { project, role, which } = token;
    const projectId = await idOfProject(this.pool, project);
    const command = { projectId, role, which, cause, reason: await this.reasonFor(projectId, reason) };
    const appended = await this.log.append({
      ...(await this.provenance.ofCallerOfMany(by)),
      permission: { resource: 'projects', action: 'update', object: project },
      streams: [projectStream(projectId)],
      reads: { projects: [projectId], liveTokensOf: [projectId] },
      decide: (state, at) => revokeRoleToken(state, command, at),
    });
    return revokedToken(appended, firstOf(appended, 'TokenRevoked'));
  }

  /** Which token it is, only the decision shows: the key has to be at hand there. */
  private async reasonFor(projectId: string, reason: string | undefined): Promise<(id: string) => Sealed<'reason'>[]> {
    if (reason === undefined) return () => [];
    const seal = await this.cipher.sealer(projectId);
    return (id) => [seal({ type: 'token', id }, 'reason', reason)];
  }
}
