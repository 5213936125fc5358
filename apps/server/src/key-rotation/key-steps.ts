import { Inject, Injectable } from '@nestjs/common';
import {
  activateKey,
  type Decision,
  destroyKey,
  type Instant,
  type Key,
  type Keyed,
  type KeyEvent,
  type Remains,
  retireKey,
  secondsLater,
} from '@tokenledger/domain';
import type { Pool } from 'pg';
import { readHead } from '../event-log/head.js';
import { POOL } from '../platform/pool.js';
import { KEY_SETTINGS, type KeySettings } from '../keys/key-settings.js';
import { liveServers } from './servers.js';

/** The next event of a key's life; or, as a refusal, what it waits for. */
export type Step = (state: Keyed, at: Instant) => Decision<KeyEvent>;

/**
 * What comes next for a key. What is found here stays true until it is decided on, under the lock: nothing more is made with a
 * key in whose place another one is. A server that starts meanwhile, without the key that comes next, is no exception: it looks
 * at the log once it can be seen, and does not serve.
 */
@Injectable()
export class KeySteps {
  /** By key: a live token that it has signed. As long as that one lives, no other has to be looked for. */
  private readonly signed = new Map<string, string>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEY_SETTINGS) private readonly settings: KeySettings,
  ) {}

  /** Undefined where nothing comes by itself. */
  async after(key: Key): Promise<Step | undefined> {
    const { id, status, use } = key;
    if (status === 'next') {
      const { publishSeconds } = this.settings;
      const lackedBy = await this.serversThat((keys) => !keys.includes(id));
      return (state, at) => activateKey(state, id, { lackedBy, publishSeconds }, at);
    }
    if (status === 'previous') {
      const remains = await this.remainsOf(key);
      return (state, at) => retireKey(state, id, remains, at);
    }
    if (status !== 'retired' || use !== 'wrapping') return undefined;
    const heldBy = await this.serversThat((keys) => keys.includes(id));
    return (state) => destroyKey(state, id, heldBy);
  }

  private async serversThat(is: (keys: readonly string[]) => boolean): Promise<readonly string[]> {
    return (await liveServers(this.pool)).filter(({ keys }) => is(keys)).map(({ id }) => id);
  }

  private async remainsOf(key: Key): Promise<Remains> {
    const { overlapSeconds, doubtSeconds } = this.settings;
    const { use } = key;
    if (use === 'log') return { use, overlapSeconds, checkpoint: (await readHead(this.pool)).checkpoint };
    if (use === 'token') return { use, doubtSeconds, token: await this.tokenOf(key) };
    return { use, wrapped: await this.wrappedBy(key) };
  }

  private async tokenOf({ id, superseded }: Key): Promise<string | undefined> {
    const known = this.signed.get(id);
    const moment = secondsLater(superseded!.at, this.settings.doubtSeconds);
    const { rows } = await this.pool.query<{ id: string }>(
      known === undefined
        ? { name: 'signed-before', text: SIGNED_BEFORE, values: [moment] }
        : { name: 'still-live', text: STILL_LIVE, values: [known] },
    );
    const [token] = rows;
    if (token) this.signed.set(id, token.id);
    else if (this.signed.delete(id)) return this.tokenOf({ id, superseded } as Key);
    return token?.id;
  }

  private async wrappedBy({ id }: Key): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>({ name: 'wrapped-by', text: WRAPPED_BY, values: [id] });
    return rows[0]!.n;
  }
}

const SIGNED_BEFORE = `select id from state.tokens where status = 'live' and format = 'jwt' and issued_at < $1 limit 1`;
const STILL_LIVE = `select id from state.tokens where id = $1 and status = 'live'`;
const WRAPPED_BY = `select count(*)::int as n from state.subject_keys where wrapped_by = $1 and wrapped is not null`;
