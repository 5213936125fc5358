import { Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { userStream } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { paging } from './paging.js';
import { ReadTrail } from './read-trail.js';
import { TrailPage } from './shown-event.js';

const query = z.strictObject(paging);
type Paging = z.output<typeof query>;

/** All that ever happened to one token, or to one account; that they are gone changes nothing. */
@Controller('v1')
export class HistoryController {
  constructor(private readonly commands: CommandBus) {}

  @Get('tokens/:id/history')
  @Operation('getTokenHistory', 'All events of a token; to have read them is in the trail.', { 200: TrailPage })
  @Permission('audit:get', () => '*')
  ofToken(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) tokenId: string,
    @Query({ schema: query }) page: Paging,
  ) {
    const words = `/v1/tokens/${tokenId}/history`;
    const question = { words, filter: { subject: tokenId }, of: { type: 'token', id: tokenId } } as const;
    return this.commands.execute(new ReadTrail(by, question, page));
  }

  @Get('users/:id/history')
  @Operation('getUserHistory', 'All events of an account and of its tokens; to have read them is in the trail.', {
    200: TrailPage,
  })
  @Permission('audit:get', () => '*')
  ofUser(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) userId: string,
    @Query({ schema: query }) page: Paging,
  ) {
    const words = `/v1/users/${userId}/history`;
    const question = { words, filter: { stream: userStream(userId) }, of: { type: 'user', id: userId } } as const;
    return this.commands.execute(new ReadTrail(by, question, page));
  }
}
