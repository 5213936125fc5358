import { Controller, Get, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id, limit, position } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { pointInLog } from './as-of.js';
import { Diff, ReadDiff } from './read-diff.js';
import { ReadLives, TokensThen, UsersThen } from './read-lives.js';
import { ReadState, State } from './read-state.js';

const cursor = position.optional().meta({ description: 'The `next` of the page before.' });
const moment = z.strictObject({ at: pointInLog });
const users = z.strictObject({ at: pointInLog, limit, cursor });
const tokens = z.strictObject({
  at: pointInLog,
  owner: id.meta({ description: 'Whose tokens.' }).optional(),
  limit,
  cursor,
});
const between = z.strictObject({
  from: pointInLog,
  to: pointInLog,
  limit,
  cursor: id.optional().meta({ description: 'The `next` of the page before.' }),
});

/** The log as it was: what is said of a moment never changes. To have read it is in the trail. */
@Controller('v1/audit')
export class AsOfController {
  constructor(private readonly commands: CommandBus) {}

  @Get('state')
  @Operation('getStateThen', 'Says what the log had come to at a position or a time.', { 200: State })
  @Permission('audit:get', () => '*')
  state(@CalledBy() by: CallerContext, @Query({ schema: moment }) { at }: z.output<typeof moment>) {
    return this.commands.execute(new ReadState(by, at));
  }

  @Get('state/users')
  @Operation('listUsersThen', 'Lists the accounts as they were at a position or a time.', { 200: UsersThen })
  @Permission('audit:get', () => '*')
  users(@CalledBy() by: CallerContext, @Query({ schema: users }) asked: z.output<typeof users>) {
    return this.commands.execute(new ReadLives(by, { of: 'users', ...asked }));
  }

  @Get('state/tokens')
  @Operation('listTokensThen', 'Lists the tokens as they were at a position or a time.', { 200: TokensThen })
  @Permission('audit:get', () => '*')
  tokens(@CalledBy() by: CallerContext, @Query({ schema: tokens }) asked: z.output<typeof tokens>) {
    return this.commands.execute(new ReadLives(by, { of: 'tokens', ...asked }));
  }

  @Get('diff')
  @Operation('getDiff', 'Says what has changed between two positions or times.', { 200: Diff })
  @Permission('audit:get', () => '*')
  diff(@CalledBy() by: CallerContext, @Query({ schema: between }) asked: z.output<typeof between>) {
    return this.commands.execute(new ReadDiff(by, asked));
  }
}
