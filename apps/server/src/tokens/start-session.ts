import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Recorded, type Sealed, startSession, type TokenIssued, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { newId as newTokenId } from '../platform/new-id.js';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { RequestContext } from '../access/request-context.js';
import { SignInLimit } from '../access/sign-in-limit.js';
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

interface Account {
  readonly id: string;
  readonly passwordDigest: Sealed;
}

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
    private readonly limit: SignInLimit,
    private readonly signer: TokenSigner,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  async execute({ by, username, secret }: StartSession): Promise<StartedSession> {
    const name = this.names.ofUser(username);
    const { id, passwordDigest } = await this.limit.attempt(name, by.ip, () => this.verified(name, secret));
    const issued = await this.append(by, id, passwordDigest);
    const token = await this.signer.sign(tokenClaims(issued, this.issuer));
    return { token, tokenId: issued.data.tokenId, expiresAt: issued.data.expiresAt };
  }

  /** An unknown name costs as much time as a known one, and a disabled account is as good as none. */
  private async verified(nameDigest: string, secret: string): Promise<Account> {
    const account = await this.find(nameDigest);
    const right = await this.passwords.verify(account, secret);
    if (account && right) return account;
    throw new Refused({ refused: 'wrong_credentials', detail: 'User name or password is wrong.' });
  }

  private async find(nameDigest: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Account>({
      name: 'account-by-name',
      text: `select id, password_digest as "passwordDigest" from state.users
             where name_digest = decode($1, 'hex') and status = 'active' and password_digest is not null`,
      values: [nameDigest],
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
