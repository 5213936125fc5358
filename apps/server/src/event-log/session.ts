import pg from 'pg';
import { refuseUnsafe } from './durability.js';

/**
 * A server that freezes while it holds a lock must not hold the others: the database ends its transaction
 * after two seconds of silence, and gives up on a dead peer within five.
 */
const LIMITS = {
  connectionTimeoutMillis: 2000,
  idle_in_transaction_session_timeout: 2000,
  lock_timeout: 4000,
  statement_timeout: 5000,
  // Ends a wait for a database that has itself stopped; above statement_timeout, which gives the clearer error.
  query_timeout: 6000,
  // Every statement has its index. Its plan stays as long as the connection, and may be made while the tables are empty.
  options: '-c tcp_user_timeout=5000 -c enable_seqscan=off -c plan_cache_mode=force_generic_plan',
  keepAlive: true,
};

/** One connection for transactions that hold a lock, made anew whenever it has failed. */
export class DatabaseSession {
  private client: pg.Client | undefined;

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly name: string,
  ) {}

  /** @throws when the database cannot be reached or would lose what it acknowledges. */
  async connect(): Promise<pg.Client> {
    this.client ??= await this.open();
    return this.client;
  }

  /** After any failure: whatever transaction was open is gone with the connection, and with it the lock. */
  async discard(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.config, ...LIMITS, pipeline: true, application_name: this.name });
    client.on('error', () => {
      if (this.client === client) this.client = undefined;
    });
    try {
      await client.connect();
      await refuseUnsafe(client);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }
}
