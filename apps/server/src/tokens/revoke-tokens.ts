import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isRefusal, type RevocationCause, type Sealed, type Token, streamsOf } from '@tokenledger/domain';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { readHead } from '../event-log/head.js';
import { shownPosition } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { everythingOf, these } from './doomed.js';

export const RevokedTokens = z
  .object({
    dryRun: z.boolean(),
    revoked: z.int().meta({ description: 'So many; of a dry run, so many would be.' }),
    alreadyEnded: z.int().meta({ description: 'Of the ids that were given.' }),
    position: shownPosition.meta({
      description: 'Of the last revocation; where there is none, a position that the answer takes into account.',
    }),
  })
  .meta({ id: 'RevokedTokens', description: 'All of them in one commit, or none.' });
export type RevokedTokens = z.output<typeof RevokedTokens>;

export interface Revocation {
  readonly cause: RevocationCause;
  readonly reason?: string | undefined;
  /** The same decision under the same lock, and nothing is written. */
  readonly dryRun: boolean;
}

/** Ends these tokens, or everything of an owner but the session that asks. */
export class RevokeTokens extends Command<RevokedTokens> {
  constructor(
    readonly by: CallerContext,
    readonly which: { readonly ids: readonly string[] } | { readonly owner: string },
    readonly revocation: Revocation,
  ) {
    super();
  }
}

@CommandHandler(RevokeTokens)
export class RevokeTokensHandler implements ICommandHandler<RevokeTokens> {
  /** A dry run works under the lock and leaves nothing to be counted there: one at a time. */
  private readonly dryTurn = pLimit(1);

  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  execute(command: RevokeTokens): Promise<RevokedTokens> {
    return command.revocation.dryRun ? this.dryTurn(() => this.revoke(command)) : this.revoke(command);
  }

  private async revoke({ by, which, revocation }: RevokeTokens): Promise<RevokedTokens> {
    const { cause, reason, dryRun } = revocation;
    const before = (await readHead(this.pool)).frontier.size - 1n;
    const doomed = 'ids' in which ? await these(which.ids, this.pool) : everythingOf(which.owner, by.caller.token.id);
    const how = { cause, reasonFor: await this.reasonFor(dryRun ? undefined : reason, doomed.owners) };
    let would = 0;
    const { events } = await this.log.append({
      ...(await this.provenance.ofCallerOfMany(by)),
      permission: { resource: 'tokens', action: 'revoke', object: doomed.object },
      streams: doomed.owners.flatMap(streamsOf),
      reads: doomed.reads,
      decide: (state, at) => {
        const decision = doomed.decide(state, how, at);
        if (isRefusal(decision)) return decision;
        would = decision.length;
        return dryRun ? [] : decision;
      },
    });
    // A repetition decides nothing: there, only the events say how many it was.
    const revoked = dryRun ? would : events.length;
    const position = String(events.at(-1)?.position ?? before);
    return { dryRun, revoked, alreadyEnded: doomed.endedBefore(revoked), position };
  }

  /** How many tokens it will be is known under the lock alone: the keys have to be at hand there. */
  private async reasonFor(reason: string | undefined, owners: readonly string[]) {
    if (reason === undefined) return () => [];
    await this.cipher.prepare(owners);
    const sealers = new Map(await Promise.all(owners.map(async (of) => [of, await this.cipher.sealer(of)] as const)));
    return ({ id, owner }: Token): Sealed<'reason'>[] => [sealers.get(owner)!({ type: 'token', id }, 'reason', reason)];
  }
}
