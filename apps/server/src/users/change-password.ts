import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changePassword, type Sealed, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { SignInLimit } from '../access/sign-in-limit.js';
import type { Appended } from '../event-log/append.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';
import { Passwords } from '../keys/passwords.js';
import { POOL } from '../platform/pool.js';
import { type ChangedPassword, changedPassword } from './changed-password.js';

/** One's own: with the current one, which can be guessed here as at a sign-in. */
export class ChangePassword extends Command<ChangedPassword> {
  constructor(
    readonly by: CallerContext,
    readonly current: { readonly secret: string },
    readonly wanted: { readonly secret: string },
    readonly revokeTokens: boolean,
  ) {
    super();
  }
}

interface Account {
  readonly id: string;
  readonly nameDigest: string;
  readonly passwordDigest: Sealed | null;
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly passwords: Passwords,
    private readonly limit: SignInLimit,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute(command: ChangePassword): Promise<ChangedPassword> {
    const { user } = command.by.caller;
    const account = await this.find(user.id);
    const change = () => this.change(command, account);
    return changedPassword(await this.limit.attempt(account.nameDigest, command.by.ip, change));
  }

  private async find(userId: string): Promise<Account> {
    const { rows } = await this.pool.query<Account>({
      name: 'account-by-id',
      text: `select id, encode(name_digest, 'hex') as "nameDigest", password_digest as "passwordDigest"
             from state.users where id = $1 and status = 'active'`,
      values: [userId],
    });
    if (rows[0]) return rows[0];
    throw new Refused({ refused: 'invalid_token', detail: 'The credential is not good any more.' });
  }

  /** A wrong password goes to the log as well: for a repetition it answers what was done, and refuses all others. */
  private async change({ by, current, wanted, revokeTokens }: ChangePassword, account: Account): Promise<Appended> {
    const { id: userId, passwordDigest: digest } = account;
    const right = await this.passwords.verify(account, current.secret);
    const passwordDigest = await this.passwords.seal(userId, wanted.secret);
    const verifiedAgainst = right && digest ? digest.ct : null;
    const command = { userId, passwordDigest, verifiedAgainst, keep: by.caller.token.id, revokeTokens };
    return this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'passwords', action: 'set', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId], liveTokensOf: [userId] },
      decide: (state) => changePassword(state, command),
    });
  }
}
