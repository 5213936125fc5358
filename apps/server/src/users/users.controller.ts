import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import { lacking, permits, ROLES, type Seen } from '@tokenledger/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { isDatabaseAway } from '../event-log/database-away.js';
import { Refused } from '../event-log/refused.js';
import { id, limit, newPassword, text } from '../http/fields.js';
import { etag, IF_MATCH, IfMatch } from '../http/if-match.js';
import { Operation } from '../http/operation.decorator.js';
import { ChangeUser } from './change-user.js';
import { DeletedUser, DeleteUser } from './delete-user.js';
import { GetUser } from './get-user.js';
import { idInPath } from './id-in-path.js';
import { ListUsers, Status, UserPage } from './list-users.js';
import { RegisteredUser, RegisterUser } from './register-user.js';
import { ShownUser } from './shown-user.js';

const kind = z.enum(['person', 'service']);
const email = text(254).refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), 'This is not an e-mail address.');
const roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .transform((given) => [...new Set(given)]);

const registration = z.strictObject({
  username: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/,
      'A user name is 1 to 64 letters, digits and . _ @ -, a letter or digit first.',
    ),
  email: email.optional(),
  kind,
  password: newPassword.optional(),
  roles: roles.default(['user']),
});

const change = z
  .strictObject({
    enabled: z.boolean().optional(),
    roles: roles.optional(),
    email: email.nullable().optional().meta({ description: 'null: none from now on.' }),
  })
  .refine((body) => Object.keys(body).length > 0, 'Say what is to change.');

const listQuery = z.strictObject({
  q: text(254).optional().meta({
    description:
      'Part of a user name or an e-mail address, in any case. A page may then hold fewer items than `limit`, or none, before the end: go on while there is a `next`.',
  }),
  status: Status.default('existing').meta({ description: 'existing: active or disabled.' }),
  kind: kind.optional(),
  role: z.enum(ROLES).optional(),
  limit,
  cursor: id.optional(),
});

@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('registerUser', 'Registers a person or a service account.', { 201: RegisteredUser })
  @Permission('users:create', () => '*')
  register(@CalledBy() by: CallerContext, @Body({ schema: registration }) body: z.output<typeof registration>) {
    const { password: secret, ...wanted } = body;
    return this.commands.execute(new RegisterUser(by, wanted, secret));
  }

  @Get()
  @Operation('listUsers', 'Lists accounts, newest first.', { 200: UserPage })
  @Permission('users:get', () => '*')
  list(@Query({ schema: listQuery }) filter: z.output<typeof listQuery>) {
    return this.queries.execute(new ListUsers(filter));
  }

  @Get(':id')
  @Operation('getUser', 'Shows an account, a deleted one too.', { 200: ShownUser })
  @Permission('users:get', idInPath)
  get(@Param('id', { schema: id }) userId: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.shown(userId, reply);
  }

  @Patch(':id')
  @Operation('changeUser', 'Changes what is given, all of it or nothing, and leaves the rest.', { 200: ShownUser })
  @ApiHeader({ ...IF_MATCH, required: true })
  @Permission('users:update', idInPath)
  async change(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @IfMatch() seen: Seen | undefined,
    @Body({ schema: change }) wanted: z.output<typeof change>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!seen)
      throw new Refused({ refused: 'precondition_required', detail: 'Name the state you have seen, by its ETag.' });
    // The answer shows the account, so whoever may not see it may not change it here either.
    const seeing = { resource: 'users', action: 'get', object: userId };
    if (!permits(by.caller, seeing)) throw new Refused(lacking(seeing));
    await this.commands.execute(new ChangeUser(by, userId, seen, wanted));
    return this.shown(userId, reply).catch(afterChange);
  }

  @Delete(':id')
  @Operation('deleteUser', 'Deletes an account and revokes every token of it, in one commit.', { 200: DeletedUser })
  @ApiHeader(IF_MATCH)
  @Permission('users:delete', idInPath)
  delete(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @IfMatch() seen: Seen | undefined,
  ) {
    return this.commands.execute(new DeleteUser(by, userId, seen));
  }

  private async shown(userId: string, reply: FastifyReply): Promise<ShownUser> {
    const user = await this.queries.execute(new GetUser(userId));
    void reply.header('etag', etag(user.position));
    return user;
  }
}

/** The change is durable by then. That it cannot be shown must not read as if nothing had been changed. */
function afterChange(error: unknown): never {
  if (!isDatabaseAway(error)) throw error;
  const detail = 'The database was lost after the change. Repeat the request with the same Idempotency-Key.';
  throw new Refused({ refused: 'outcome_unknown', detail });
}
