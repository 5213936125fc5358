import { Controller, Get, Query } from '@nestjs/common';
import { actionsOn, permits } from '@tokenledger/domain';
import { z } from 'zod';
import { Operation } from '../http/operation.decorator.js';
import { AnyCaller } from './permission.decorator.js';
import { CalledBy, type CallerContext } from './request-context.js';

const ACTION = /^[a-z]+(\/[!-~]{1,200})?$/;

const query = z
  .strictObject({
    resource: z.string().refine((word) => actionsOn(word).length > 0, 'There is no such resource.'),
    action: z.string().regex(ACTION, 'There is no such action.'),
    object: z
      .string()
      .regex(/^[!-~]{1,256}$/, 'An object is 1 to 256 printable ASCII characters.')
      .default('*')
      .meta({ description: 'What it is to be done to; * is all there is.' }),
  })
  .refine(({ resource, action }) => actionsOn(resource).includes(action.split('/')[0] ?? ''), {
    path: ['action'],
    message: 'There is no such action on this resource.',
  });

const MayI = z
  .object({ allowed: z.boolean(), resource: z.string(), action: z.string(), object: z.string() })
  .meta({ id: 'MayI', description: 'Whether the credential that asks may do this, now.' });

@Controller('v1/can-i')
export class CanIController {
  @Get()
  @Operation('canI', 'Says whether the credential that asks may do something.', { 200: MayI })
  @AnyCaller()
  ask(@CalledBy() { caller }: CallerContext, @Query({ schema: query }) wanted: z.output<typeof query>) {
    return { allowed: permits(caller, wanted), ...wanted };
  }
}
