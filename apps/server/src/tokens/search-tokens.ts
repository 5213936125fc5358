import { Inject, Injectable } from '@nestjs/common';
import { type Sealed, sealedField, type Subject } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Cipher } from '../keys/cipher.js';
import { folded } from '../keys/names.js';
import { POOL } from '../platform/pool.js';
import type { TokenEntity } from './token.entity.js';

/** Between chunks, others get their turn. */
const CHUNK = 200;

type Owners = ReadonlyMap<string, string>;

/** Finds tokens by what they or their owners are called. Names are encrypted: each one looked at has to be opened. */
@Injectable()
export class SearchTokens {
  constructor(
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /** At most `limit` of `rows`, and how many rows it has looked at for them. */
  async among(rows: readonly TokenEntity[], words: string, limit: number) {
    const wanted = folded(words);
    const found: TokenEntity[] = [];
    for (let first = 0; first < rows.length; first += CHUNK) {
      const chunk = rows.slice(first, first + CHUNK);
      const owners = await this.namesOf(chunk);
      for (const [n, row] of chunk.entries()) {
        if (await this.matches(row, wanted, owners)) found.push(row);
        if (found.length === limit) return { found, lookedAt: first + n + 1 };
      }
    }
    return { found, lookedAt: rows.length };
  }

  private async matches({ id, owner, personal }: TokenEntity, words: string, owners: Owners): Promise<boolean> {
    if (owners.get(owner)?.includes(words)) return true;
    for (const field of ['name', 'description'])
      if ((await this.open(personal, field, { type: 'token', id })).includes(words)) return true;
    return false;
  }

  /** User names, by owner. */
  private async namesOf(chunk: readonly TokenEntity[]): Promise<Owners> {
    const owners = [...new Set(chunk.map(({ owner }) => owner))];
    await this.cipher.prepare(owners);
    const { rows } = await this.pool.query<{ id: string; personal: Sealed[] }>({
      name: 'names-of-owners',
      text: 'select id, personal from state.users where id = any($1::uuid[])',
      values: [owners],
    });
    const named = rows.map(
      async ({ id, personal }) => [id, await this.open(personal, 'username', { type: 'user', id })] as const,
    );
    return new Map(await Promise.all(named));
  }

  /** Nothing, once erased. */
  private async open(personal: readonly Sealed[], field: string, about: Subject): Promise<string> {
    const sealed = sealedField(personal, field);
    return folded((sealed && (await this.cipher.open(sealed, about))) ?? '');
  }
}
