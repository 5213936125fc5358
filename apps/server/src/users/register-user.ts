import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Caller,
  callerIn,
  type Recorded,
  registerUser,
  type Role,
  type Sealed,
  type Subject,
  type UserRegistered,
  userStream,
  powerless,
} from '@tokenledger/domain';
import { newId as newUserId } from '../platform/new-id.js';
import type { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { shownPosition } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { Passwords } from '../keys/passwords.js';
import { SubjectKeys } from '../keys/subject-keys.js';
import { ShownUser } from './shown-user.js';

export interface WantedUser {
  readonly username: string;
  readonly email?: string | undefined;
  readonly kind: 'person' | 'service';
  readonly roles: readonly Role[];
}

export const RegisteredUser = ShownUser.pick({ id: true, kind: true, roles: true, registeredAt: true })
  .extend({ position: shownPosition })
  .meta({ id: 'RegisteredUser', description: 'The account exists.' });
export type RegisteredUser = z.output<typeof RegisteredUser>;

/** Holds nothing. The log has judged the actor already; this only keeps the answer at no. */
const NOBODY: Caller = {
  user: { id: '', roles: [] },
  token: { id: '', kind: 'access', scopes: [] },
  powers: powerless(''),
};

export class RegisterUser extends Command<RegisteredUser> {
  constructor(
    readonly by: CallerContext,
    readonly wanted: WantedUser,
    readonly secret: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly subjectKeys: SubjectKeys,
    private readonly cipher: Cipher,
    private readonly names: Names,
    private readonly passwords: Passwords,
  ) {}

  async execute({ by, wanted, secret }: RegisterUser): Promise<RegisteredUser> {
    const userId = newUserId();
    const about = { type: 'user', id: userId } as const;
    const key = this.subjectKeys.create(userId);
    const nameDigest = this.names.ofUser(wanted.username);
    const personal = await this.sealed(wanted, about);
    const command = { userId, kind: wanted.kind, roles: wanted.roles, nameDigest, personal };
    const password = secret === undefined ? {} : { passwordDigest: await this.passwords.seal(userId, secret) };
    const from = await this.provenance.ofCaller(by, about);
    const appended = await this.log.append({
      ...from,
      permission: { resource: 'users', action: 'create', object: '*' },
      streams: [userStream(userId)],
      reads: { userNames: [nameDigest] },
      decide: (state, at) =>
        registerUser(state, { ...command, ...password }, callerIn(state, from.actor, at) ?? NOBODY),
      alongside: [key],
    });
    return answer(firstOf(appended, 'UserRegistered'));
  }

  private async sealed({ username, email }: WantedUser, about: Subject): Promise<Sealed<'username' | 'email'>[]> {
    const name = await this.cipher.seal(about.id, about, 'username', username);
    return email === undefined ? [name] : [name, await this.cipher.seal(about.id, about, 'email', email)];
  }
}

const answer = ({ data, recordedAt, position }: Recorded<UserRegistered>): RegisteredUser => ({
  id: data.userId,
  kind: data.kind,
  roles: data.roles,
  registeredAt: recordedAt,
  position: String(position),
});
