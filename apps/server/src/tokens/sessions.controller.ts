import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext, Requested, type RequestContext } from '../access/request-context.js';
import { text } from '../http/fields.js';
import { EndSession } from './end-session.js';
import { StartSession } from './start-session.js';

const credentials = z.strictObject({ username: text(64), password: text(200) });

@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Public()
  start(@Requested() by: RequestContext, @Body({ schema: credentials }) body: z.output<typeof credentials>) {
    return this.commands.execute(new StartSession(by, body.username, body.password));
  }

  @Delete('current')
  @HttpCode(204)
  @Permission('sessions:delete', ({ caller }) => caller?.user.id)
  end(@CalledBy() by: CallerContext) {
    return this.commands.execute(new EndSession(by));
  }
}
