import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Seen } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id, text } from '../http/fields.js';
import { IF_MATCH, IfMatch } from '../http/if-match.js';
import { Operation } from '../http/operation.decorator.js';
import { ErasedUser, EraseUser } from './erase-user.js';
import { GetErasure, ShownErasure } from './get-erasure.js';
import { HeldUser, HoldUser } from './hold-user.js';
import { idInPath } from './id-in-path.js';

const why = z.strictObject({ reason: text(1000) });

/** Whether an account that is gone is remembered. */
@Controller('v1/users/:id')
export class ErasureController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('erase')
  @Operation('eraseUser', 'Forgets who a deleted account was, for ever; its history stays, without what is personal.', {
    200: ErasedUser,
  })
  @ApiHeader(IF_MATCH)
  @Permission('users:erase', idInPath)
  erase(@CalledBy() by: CallerContext, @Param('id', { schema: id }) userId: string, @IfMatch() seen: Seen | undefined) {
    return this.commands.execute(new EraseUser(by, userId, seen));
  }

  @Get('erasure')
  @Operation('getErasure', 'Says how far an erasure has come, and what it waits for.', { 200: ShownErasure })
  @Permission('users:get', idInPath)
  erasure(@Param('id', { schema: id }) userId: string) {
    return this.queries.execute(new GetErasure(userId));
  }

  @Post('hold')
  @Operation('placeLegalHold', 'Keeps what is known of an account from being erased.', { 200: HeldUser })
  @Permission('users:hold', idInPath)
  hold(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @Body({ schema: why }) { reason }: z.output<typeof why>,
  ) {
    return this.commands.execute(new HoldUser(by, userId, 'held', reason));
  }

  @Post('release')
  @Operation('releaseLegalHold', 'Ends a legal hold: what is known of the account may be erased again.', {
    200: HeldUser,
  })
  @Permission('users:hold', idInPath)
  release(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @Body({ schema: why }) { reason }: z.output<typeof why>,
  ) {
    return this.commands.execute(new HoldUser(by, userId, 'released', reason));
  }
}
