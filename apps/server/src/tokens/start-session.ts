import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Recorded, type Sealed, startSession, type TokenIssued, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { v7 as newTokenId } from 'uuid';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { RequestContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { Refused } from '../event-log/refused.js';
import { ISSUER } from '../http/issuer.js';
import { shownId, shownInstant } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { Names } from '../keys/names.js';
import { Passwords } from '../keys/passwords.js';
import { TokenSigner } from '../keys/token-signer.js';
import { tokenClaims } from './token-claims.js';

export const StartedSession = z
  .object({ token: z.string(), tokenId: shownId, expiresAt: shownInstant.nullable() })
  .meta({ id: 'StartedSession', description: 'A session; its token is shown this once.' });
export type StartedSession = z.output<typeof StartedSession>;

/** Sign-in. It is never repeated by an idempotency key: each success is a session of its own. */
export class StartSession extends Command<StartedSession> {
  constructor(
    readonly by: RequestContext,
    readonly username: string,
    readonly secret: string,
  ) {
    super();
  }
}

@CommandHandler(StartSession)
export class StartSessionHandler implements ICommandHandler<StartSession> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly names: Names,
    private readonly passwords: Passwords,
    private readonly signer: TokenSigner,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  async execute({ by, username, secret }: StartSession): Promise<StartedSession> {
    const account = await this.find(username);
    // An unknown name costs as much time as a known one.
    const right = await this.passwords.verify(account, secret);
    if (!account?.passwordDigest || !right)
      throw new Refused({ refused: 'wrong_credentials', detail: 'User name or password is wrong.' });
    const issued = await this.append(by, account.id, account.passwordDigest);
    const token = await this.signer.sign(tokenClaims(issued, this.issuer));
    return { token, tokenId: issued.data.tokenId, expiresAt: issued.data.expiresAt };
  }

  private async find(username: string) {
    const { rows } = await this.pool.query<{ id: string; passwordDigest: Sealed | null }>({
      name: 'account-by-name',
      text: `select id, password_digest as "passwordDigest" from state.users where name_digest = decode($1, 'hex')`,
      values: [this.names.ofUser(username)],
    });
    return rows[0];
  }

  private async append(by: RequestContext, userId: string, digest: Sealed): Promise<Recorded<TokenIssued>> {
    const tokenId = newTokenId();
    const command = { tokenId, userId, audience: this.issuer, verifiedAgainst: digest.ct };
    const appended = await this.log.append({
      ...(await this.provenance.ofPassword(by, userId, { type: 'token', id: tokenId })),
      permission: null,
      streams: [userStream(userId)],
      reads: { users: [userId], policy: true },
      decide: (state, at) => startSession(state, command, at),
    });
    return firstOf(appended, 'TokenIssued');
  }
}
