import { Injectable } from '@nestjs/common';
import { type Sealed, sealedField } from '@tokenledger/domain';
import { Cipher } from '../keys/cipher.js';
import type { ShownToken, TokenState } from './shown-token.js';
import type { TokenEntity } from './token.entity.js';
import { TokenUses } from './token-use.js';

/** Rows as they are shown: opened, and with their last use. */
@Injectable()
export class ShowTokens {
  constructor(
    private readonly cipher: Cipher,
    private readonly uses: TokenUses,
  ) {}

  /** `now`: the moment that they are shown as of. */
  async show(rows: readonly TokenEntity[], now: string): Promise<ShownToken[]> {
    await this.cipher.prepare(rows.map(({ owner }) => owner));
    const lastUses = await this.uses.lastOf(rows.map(({ id }) => id));
    return Promise.all(rows.map((row) => this.one(row, now, lastUses.get(row.id) ?? null)));
  }

  /** Text that belongs to the token `id`. */
  async open(id: string, sealed: Sealed | null): Promise<string | null> {
    return sealed && ((await this.cipher.open(sealed, { type: 'token', id })) ?? '[erased]');
  }

  private async one(row: TokenEntity, now: string, lastUsedAt: string | null): Promise<ShownToken> {
    const { status, personal, endReason, issuedPosition: position, position: lastPosition, ...facts } = row;
    const { id, expiresAt } = facts;
    const name = await this.open(id, sealedField(personal, 'name'));
    const description = await this.open(id, sealedField(personal, 'description'));
    const reason = await this.open(id, endReason);
    const state = stateOf(status, expiresAt, now);
    return { ...facts, state, name, description, reason, lastUsedAt, position, lastPosition };
  }
}

/** A token whose time is over counts as expired, whether it has been swept or not. */
function stateOf(status: TokenEntity['status'], expiresAt: string | null, now: string): TokenState {
  if (status !== 'live') return status;
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
