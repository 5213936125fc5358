import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { type Caller, permits } from '@tokenledger/domain';
import { DataSource } from 'typeorm';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { Refused } from '../event-log/refused.js';
import { ShowTokens } from './show-tokens.js';
import type { TokenDetails } from './shown-token.js';
import { TokenEntity } from './token.entity.js';
import { TokenUses } from './token-use.js';

export class GetToken extends Query<TokenDetails> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
  ) {
    super();
  }
}

@QueryHandler(GetToken)
export class GetTokenHandler implements IQueryHandler<GetToken> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly showing: ShowTokens,
    private readonly uses: TokenUses,
  ) {}

  async execute({ caller, tokenId }: GetToken): Promise<TokenDetails> {
    const row = await this.dataSource.getRepository(TokenEntity).findOneBy({ id: tokenId });
    // Whoever may not see a token does not learn that there is one.
    if (!row || !permits(caller, { resource: 'tokens', action: 'get', object: row.owner }))
      throw new Refused({ refused: 'not_found', detail: 'There is no such token.' });
    const [shown] = await this.showing.show([row], await this.now());
    const { uses, ip, userAgent, refusedUses, refusedAt } = await this.uses.of(tokenId);
    return {
      ...shown!,
      lastUsedIp: await this.showing.open(tokenId, ip),
      lastUsedUserAgent: await this.showing.open(tokenId, userAgent),
      uses,
      refusedUses,
      lastRefusedAt: refusedAt,
    };
  }

  private async now(): Promise<string> {
    const [row] = await this.dataSource.query<[{ clock: string }]>(`select ${CLOCK_SQL} as clock`);
    return fromMicroseconds(BigInt(row.clock));
  }
}
