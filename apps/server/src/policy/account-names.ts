import { Injectable, Inject } from '@nestjs/common';
import { type Sealed, sealedField } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { POOL } from '../platform/pool.js';

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** From what accounts are called to their ids, and back. */
@Injectable()
export class AccountNames {
  constructor(
    @Inject(POOL) private readonly pool: Pick<Pool, 'query'>,
    private readonly names: Names,
    private readonly cipher: Cipher,
  ) {}

  /** Of accounts that exist: by the name, or by the id itself. */
  async idsOf(words: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const digests = new Map(words.map((word) => [this.names.ofUser(word), word]));
    const { rows } = await this.pool.query<{ id: string; digest: string }>({
      name: 'accounts-by-name',
      text: `select id, encode(name_digest, 'hex') as digest from state.users
             where name_digest = any($1::bytea[]) or id = any($2::uuid[]) and status <> 'deleted'`,
      values: [[...digests.keys()].map((digest) => Buffer.from(digest, 'hex')), words.filter((word) => ID.test(word))],
    });
    const named = rows.flatMap(({ id, digest }) => (digests.has(digest) ? [[digests.get(digest)!, id] as const] : []));
    return new Map([...rows.map(({ id }) => [id, id] as const), ...named]);
  }

  /** As they are called now; one that is gone is called by its id. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ id: string; personal: Sealed[] }>({
      name: 'names-of-accounts',
      text: `select id, personal from state.users where id = any($1::uuid[]) and status <> 'deleted'`,
      values: [ids.filter((id) => ID.test(id))],
    });
    await this.cipher.prepare(rows.map(({ id }) => id));
    return new Map(
      await Promise.all(rows.map(async ({ id, personal }) => [id, await this.nameOf(id, personal)] as const)),
    );
  }

  private async nameOf(id: string, personal: readonly Sealed[]): Promise<string> {
    const sealed = sealedField(personal, 'username');
    return (sealed && (await this.cipher.open(sealed, { type: 'user', id }))) ?? id;
  }
}
