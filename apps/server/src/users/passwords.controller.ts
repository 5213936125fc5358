import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id, newPassword, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { ChangedPassword } from './changed-password.js';
import { ChangePassword } from './change-password.js';
import { idInPath } from './id-in-path.js';
import { ResetPassword } from './reset-password.js';

const ending = z
  .boolean()
  .default(false)
  .meta({ description: 'Whether access tokens end as well, not only sessions.' });

const own = z.strictObject({ current: text(200), new: newPassword, revokeTokens: ending });
const theirs = z.strictObject({ password: newPassword, revokeTokens: ending });

@Controller('v1')
export class PasswordsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('me/password')
  @Operation('changePassword', 'Changes the own password and ends the other sessions.', { 200: ChangedPassword })
  @Permission('passwords:set', ({ caller }) => caller?.user.id)
  change(@CalledBy() by: CallerContext, @Body({ schema: own }) body: z.output<typeof own>) {
    const { current, new: wanted, revokeTokens } = body;
    return this.commands.execute(new ChangePassword(by, { secret: current }, { secret: wanted }, revokeTokens));
  }

  @Post('users/:id/password')
  @Operation('resetPassword', "Sets somebody else's password and ends every session of theirs.", {
    200: ChangedPassword,
  })
  @Permission('passwords:set', idInPath)
  reset(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @Body({ schema: theirs }) { password: secret, revokeTokens }: z.output<typeof theirs>,
  ) {
    return this.commands.execute(new ResetPassword(by, userId, secret, revokeTokens));
  }
}
