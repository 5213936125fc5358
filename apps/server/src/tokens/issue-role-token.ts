import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { callerIn, issueRoleToken, projectStream, type Subject, type TokenFormat } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { ISSUER } from '../http/issuer.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { newId as newTokenId } from '../platform/new-id.js';
import { POOL } from '../platform/pool.js';
import { type IssuedToken, ShowOnce } from './issued-token.js';
import { opaqueSecret } from './opaque-secret.js';
import { idOfProject } from './id-of-project.js';

export interface WantedRoleToken {
  readonly project: string;
  readonly role: string;
  /** Undefined: its id is its name. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly expiresIn: number | 'never' | undefined;
  readonly format: TokenFormat;
  readonly audience: string | undefined;
}

export class IssueRoleToken extends Command<IssuedToken> {
  constructor(
    readonly by: CallerContext,
    readonly wanted: WantedRoleToken,
  ) {
    super();
  }
}

@CommandHandler(IssueRoleToken)
export class IssueRoleTokenHandler implements ICommandHandler<IssueRoleToken> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    private readonly names: Names,
    private readonly showOnce: ShowOnce,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  async execute({ by, wanted }: IssueRoleToken): Promise<IssuedToken> {
    const { secret, secretDigest } = opaqueSecret(wanted.format);
    return this.showOnce.answer(await this.append(by, wanted, secretDigest), secret);
  }

  private async append(by: CallerContext, wanted: WantedRoleToken, secretDigest: string | null) {
    const { project, role, format, expiresIn, audience = this.issuer } = wanted;
    const projectId = await idOfProject(this.pool, project);
    const tokenId = newTokenId();
    const about = { type: 'token', id: tokenId } as const;
    const name = wanted.name ?? tokenId;
    const nameDigest = this.names.ofToken(projectId, name);
    const personal = await this.sealed(projectId, about, { name, description: wanted.description });
    const command = { tokenId, projectId, role, format, expiresIn, audience, secretDigest, nameDigest, personal };
    const from = await this.provenance.ofCaller(by, about);
    return this.log.append({
      ...from,
      permission: { resource: 'projects', action: 'update', object: project },
      streams: [projectStream(projectId)],
      reads: { projects: [projectId], tokenNames: [nameDigest], policy: true },
      decide: (state, at) => issueRoleToken(state, command, callerIn(state, from.actor, at), at),
    });
  }

  /** What is free text, under the project's key. */
  private sealed(projectId: string, about: Subject, text: { name: string; description: string | undefined }) {
    const given = Object.entries(text) as ['name' | 'description', string | undefined][];
    const seal = (field: 'name' | 'description', said: string) => this.cipher.seal(projectId, about, field, said);
    return Promise.all(given.flatMap(([field, said]) => (said ? [seal(field, said)] : [])));
  }
}
