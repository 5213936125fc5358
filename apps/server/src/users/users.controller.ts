import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ROLES } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { DeletedUser, DeleteUser } from './delete-user.js';
import { GetUser } from './get-user.js';
import { RegisteredUser, RegisterUser } from './register-user.js';
import { ShownUser } from './shown-user.js';

const registration = z.strictObject({
  username: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/,
      'A user name is 1 to 64 letters, digits and . _ @ -, a letter or digit first.',
    ),
  email: text(254)
    .refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), 'This is not an e-mail address.')
    .optional(),
  kind: z.enum(['person', 'service']),
  password: text(200).min(12, 'A password has at least 12 characters.').optional(),
  roles: z.array(z.enum(ROLES)).max(ROLES.length).default(['user']),
});

const idInPath = ({ params }: FastifyRequest): string => (params as { id: string }).id.toLowerCase();

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
    return this.commands.execute(new RegisterUser(by, { ...wanted, roles: [...new Set(wanted.roles)] }, secret));
  }

  @Get(':id')
  @Operation('getUser', 'Shows an account, a deleted one too.', { 200: ShownUser })
  @Permission('users:get', idInPath)
  get(@Param('id', { schema: id }) userId: string) {
    return this.queries.execute(new GetUser(userId));
  }

  @Delete(':id')
  @Operation('deleteUser', 'Deletes an account and revokes every token of it, in one commit.', { 200: DeletedUser })
  @Permission('users:delete', idInPath)
  delete(@CalledBy() by: CallerContext, @Param('id', { schema: id }) userId: string) {
    return this.commands.execute(new DeleteUser(by, userId));
  }
}
