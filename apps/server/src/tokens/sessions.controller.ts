import { Body, Controller, Delete, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext, Requested, type RequestContext } from '../access/request-context.js';
import { text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { EndSession } from './end-session.js';
import { StartedSession, StartSession } from './start-session.js';

const credentials = z.strictObject({ username: text(64), password: text(200) });

@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('startSession', 'Signs in with user name and password.', { 201: StartedSession })
  @Public()
  start(@Requested() by: RequestContext, @Body({ schema: credentials }) body: z.output<typeof credentials>) {
    return this.commands.execute(new StartSession(by, body.username, body.password));
  }

  @Delete('current')
  @Operation('endSession', 'Signs out: the session that asks is revoked.', { 204: null })
  @Permission('sessions:delete', ({ caller }) => caller?.user.id)
  end(@CalledBy() by: CallerContext) {
    return this.commands.execute(new EndSession(by));
  }
}
