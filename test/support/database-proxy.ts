import net from 'node:net';
import type { ClientConfig } from 'pg';

/** What happens to the connection that sends the text; `sprung` is told once it has. */
type Trap = (client: net.Socket, database: net.Socket, chunk: Buffer, sprung: () => void) => void;

const TRAPS = {
  /** The database never gets to know. */
  unsent: (client, database, _, sprung) => {
    client.destroy();
    database.destroy();
    sprung();
  },
  /** The text arrives, and the connection is gone before the answer. */
  sent: (client, database, chunk, sprung) => {
    database.end(chunk, sprung);
    client.destroy();
  },
  /** The database has answered, and nobody gets to know. */
  answered: (_, database, chunk, sprung) => {
    database.removeAllListeners('data').once('data', () => {
      database.destroy();
      sprung();
    });
    database.write(chunk);
  },
  /** The database has committed, and nobody gets to know. */
  committed: (_, database, chunk, sprung) => {
    let heard = '';
    database.removeAllListeners('data').on('data', (data) => {
      heard = heard.slice(-8) + data.toString('latin1');
      if (!heard.includes('COMMIT\0')) return;
      database.destroy();
      sprung();
    });
    database.write(chunk);
  },
  /** The database has answered, so holds what it was asked to hold; from then on both sides wait, until `thaw`. */
  frozen: (client, database, chunk, sprung) => {
    client.pause();
    database.once('data', () => {
      database.pause();
      sprung();
    });
    database.write(chunk);
  },
} satisfies Record<string, Trap>;

/** A way to the database that can be cut at a chosen moment. */
export class DatabaseProxy {
  private readonly server = net.createServer((client) => this.accept(client));
  private readonly sockets = new Set<net.Socket>();
  private readonly traps: {
    texts: readonly string[];
    spring: (client: net.Socket, database: net.Socket, chunk: Buffer) => void;
  }[] = [];
  private way: 'open' | 'refused' | 'silent' = 'open';
  private said = '';

  private constructor(private readonly target: ClientConfig) {}

  static async to(target: ClientConfig): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The same login, by way of the proxy. */
  get login(): ClientConfig {
    return { ...this.target, host: '127.0.0.1', port: (this.server.address() as net.AddressInfo).port };
  }

  /** One of `TRAPS`, once, for the next chunk that holds all of `texts`; several traps spring one after the other. */
  trap(texts: string | readonly string[], kind: keyof typeof TRAPS, sprung: () => void = () => undefined): void {
    this.traps.push({ texts: [texts].flat(), spring: (...at) => TRAPS[kind](...at, sprung) });
  }

  /** Whether the database has said so lately, on any connection. */
  hasHeard(text: string): boolean {
    return this.said.includes(text);
  }

  /** Every connection ends, and new ones do too. */
  refuse(): void {
    this.way = 'refused';
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stay, and new ones are taken, but nothing gets through. */
  silence(): void {
    this.way = 'silent';
  }

  /** As if nothing had been. What was said into the silence is lost. */
  restore(): void {
    if (this.way === 'silent') for (const socket of this.sockets) socket.destroy();
    this.way = 'open';
  }

  thaw(): void {
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(client: net.Socket): void {
    if (this.way === 'refused') {
      client.destroy();
      return;
    }
    const { host, port } = this.target;
    const database = host!.startsWith('/') ? net.connect(`${host}/.s.PGSQL.${port}`) : net.connect(port!, host!);
    client.on('data', (chunk) => this.forward(client, database, chunk));
    database.on('data', (chunk) => {
      this.said = (this.said + chunk.toString('latin1')).slice(-10_000);
      if (this.way !== 'silent') client.write(chunk);
    });
    this.tie(client, database);
    this.tie(database, client);
  }

  private forward(client: net.Socket, database: net.Socket, chunk: Buffer): void {
    if (this.way === 'silent') return;
    const [trap] = this.traps;
    if (!trap || !trap.texts.every((text) => chunk.includes(text))) {
      database.write(chunk);
      return;
    }
    this.traps.shift();
    trap.spring(client, database, chunk);
  }

  private tie(socket: net.Socket, other: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
  }
}
