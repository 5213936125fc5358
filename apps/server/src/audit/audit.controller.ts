import { Controller, Get, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_TYPES, type EventType, type Instant } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { id, position } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import type { TrailFilter } from './find-positions.js';
import { moment } from './moment.js';
import { networkOf } from './network.js';
import { paging } from './paging.js';
import { ReadTrail } from './read-trail.js';
import { TrailPage } from './shown-event.js';

const isEventType = (word: string): word is EventType => EVENT_TYPES.some((type) => type === word);
const backwards = ({ from, to }: { from?: Instant | undefined; to?: Instant | undefined }) =>
  from !== undefined && to !== undefined && from > to;

const query = z
  .strictObject({
    type: z
      .string()
      .refine((words) => words.split(',').every(isEventType), 'This is no event type, or a list of them with commas.')
      .transform((words) => [...new Set(words.split(',').filter(isEventType))].toSorted())
      .meta({ description: 'One of docs/events.md, or several with commas.', examples: ['TokenIssued,TokenRevoked'] })
      .optional(),
    actor: z
      .union([id, z.enum(['system', 'holder'])], 'This is not the id of a user, nor system or holder.')
      .meta({ description: 'A user; or the server itself; or holders of a token who showed it to end it.' })
      .optional(),
    subject: id.meta({ description: 'A user or a token.' }).optional(),
    ip: z
      .string()
      .refine((words) => networkOf(words) !== undefined, 'This is neither an address nor a network.')
      .transform((words) => networkOf(words)!)
      .meta({
        description:
          'From where: an address or a network. Pages may then hold less than `limit`, and go on with `next`.',
        examples: ['192.0.2.7', '2001:db8::/32'],
      })
      .optional(),
    command: position
      .meta({ description: 'The position of any event of a command: all that the command brought about.' })
      .optional(),
    requestId: z
      .string()
      .regex(/^[a-z\d-]{1,64}$/, 'This is not the id of a request.')
      .meta({ description: 'The `X-Request-Id` of an answer.' })
      .optional(),
    from: moment.meta({ description: 'The first moment that counts.' }).optional(),
    to: moment.meta({ description: 'The first moment that no longer counts.' }).optional(),
    ...paging,
  })
  .refine((asked) => !backwards(asked), { path: ['from'], message: 'This is after `to`.' });

/** The same question is the same words, however it was spelled. */
function wordsOf(filter: TrailFilter & { readonly ip?: string | undefined }): string {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined);
  return ['/v1/audit/events', parts.map(([name, value]) => `${name}=${value}`).join('&')].filter(Boolean).join('?');
}

@Controller('v1/audit/events')
export class AuditController {
  constructor(private readonly commands: CommandBus) {}

  @Get()
  @Operation('readTrail', 'Reads the audit trail: who did what, when; to have read it is in it.', { 200: TrailPage })
  @Permission('audit:get', () => '*')
  read(@CalledBy() by: CallerContext, @Query({ schema: query }) asked: z.output<typeof query>) {
    const { order, limit, cursor, ip: place, ...filter } = asked;
    const words = wordsOf({ ...filter, ip: place && '[sought]' });
    return this.commands.execute(new ReadTrail(by, { words, filter, place }, { order, limit, cursor }));
  }
}
