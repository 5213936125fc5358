import pg from 'pg';
import { refuseUnsafe } from './durability.js';

/**
 * A server that freezes while it holds the head's lock must not hold the others: the database ends its transaction
 * after two seconds of silence, and gives up on a dead peer within five.
 */
const LIMITS = {
  connectionTimeoutMillis: 2000,
  idle_in_transaction_session_timeout: 2000,
  lock_timeout: 4000,
  statement_timeout: 5000,
  // Ends a wait for a database that has itself stopped; above statement_timeout, which gives the clearer error.
  query_timeout: 6000,
  options: '-c tcp_user_timeout=5000',
  keepAlive: true,
};

/** The appender's one connection, made anew whenever it has failed. */
export class AppenderSession {
  private client: pg.Client | undefined;

  constructor(private readonly config: pg.ClientConfig) {}

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
    const client = new pg.Client({ ...this.config, ...LIMITS, application_name: 'tokenledger appender' });
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
