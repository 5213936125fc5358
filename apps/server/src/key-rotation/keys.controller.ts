import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { KEY_USES } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Operation } from '../http/operation.decorator.js';
import { GetKeys } from './get-keys.js';
import { BegunRotation, RotateKeys } from './rotate-keys.js';
import { ShownKeys } from './shown-keys.js';

const wanted = z.strictObject({ use: z.enum(KEY_USES) });

@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getKeys', 'Shows the keys that the log has had, and what each waits for.', { 200: ShownKeys })
  @Permission('keys:get', () => '*')
  get() {
    return this.queries.execute(new GetKeys());
  }

  @Post('rotations')
  @Operation('rotateKeys', 'Makes the next key of a use; what follows, follows by itself.', { 202: BegunRotation })
  @Permission('keys:rotate', () => '*')
  rotate(@CalledBy() by: CallerContext, @Body({ schema: wanted }) { use }: z.output<typeof wanted>) {
    return this.commands.execute(new RotateKeys(by, use));
  }
}
