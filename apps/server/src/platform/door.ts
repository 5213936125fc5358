import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as TcpServer } from 'node:net';
import { plainProblem, refuseUnparsed, statusOf } from './door-refusal.js';
import { letInWaiting } from './let-in-waiting.js';
import { StartupError } from './startup-error.js';

/** The bound port. Bound before anything else is started, so that a busy one disturbs nothing. */
export interface Door {
  readonly port: number;
  /** Until this is called, every request is told to come back. */
  open(listener: RequestListener): void;
  /** Takes no new connection; resolves when the last answer has been sent, or cuts off what takes too long. */
  close(): Promise<void>;
}

/**
 * Idle connections stay longer than proxies keep theirs (60 s is usual): whichever side closes first may cut off a request
 * that the other has just sent, and a proxy knows not to.
 */
const LIMITS = {
  requestTimeout: 30_000,
  headersTimeout: 15_000,
  // How late the two above may be; by default as late again as the longer of them.
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 72_000,
  maxHeaderSize: 16 * 1024,
};
/** Each holds memory, whether it says anything or not. One more is closed as soon as it has come. */
const MOST_CONNECTIONS = 3000;
const GRACE_MS = 500;
const PATIENCE_MS = 5000;

/**
 * `headers` are those of every answer that the door gives by itself.
 *
 * @throws StartupError when the port is taken or the address is not this machine's.
 */
export async function bindDoor(port: number, host: string, headers: Readonly<Record<string, string>>): Promise<Door> {
  const refusing =
    (status: number, detail?: string): RequestListener =>
    (_, response) => {
      const again = status === 503 ? { 'retry-after': '1' } : {};
      response.writeHead(status, { ...headers, 'content-type': 'application/problem+json', ...again });
      response.end(plainProblem(status, detail));
    };
  let listener = refusing(503, 'The server is starting.');
  let closing = false;
  const answering = new Set<ServerResponse>();
  const server = createServer(LIMITS, (request, response) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
    response.shouldKeepAlive &&= !closing;
    listener(request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('checkExpectation', refusing(417));
  server.on('clientError', (error, socket) => {
    // Nothing may be written into the midst of an answer.
    const begun = [...answering].some((response) => response.socket === socket && response.headersSent);
    if (socket.writable && !begun) refuseUnparsed(socket, statusOf(error), headers);
    else socket.destroy();
  });
  await listening(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    open: (next) => {
      listener = next;
    },
    close: async () => {
      closing = true;
      // A client that keeps its connection would go on asking through it: each answer from now on is its last.
      for (const response of answering) response.shouldKeepAlive = false;
      // Whoever was answered now might come again by another connection, and there would be no end of letting in.
      const [answer, later] = [listener, [] as (() => void)[]];
      listener = (request, response) => later.push(() => answer(request, response));
      await letInWaiting(server, GRACE_MS);
      const end = closed(server);
      listener = answer;
      for (const one of later) one();
      await end;
    },
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const idle = setTimeout(() => server.closeIdleConnections(), GRACE_MS);
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    // The HTTP server's own close would cut idle connections at once, and with them a request just under way.
    TcpServer.prototype.close.call(server, () => {
      clearTimeout(idle);
      clearTimeout(cut);
      resolve();
    });
  });

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, port, host)));
    server.listen(port, host, resolve);
  });

function explained(error: NodeJS.ErrnoException, port: number, host: string): StartupError {
  if (error.code === 'EADDRINUSE')
    return new StartupError('PORT', `${port} is in use by another program; stop it or choose another port`, {
      cause: error,
    });
  if (error.code === 'EACCES')
    return new StartupError('PORT', `${port} may not be used by this account; choose one above 1023`, { cause: error });
  return new StartupError('HOST', `cannot listen on ${host} (${error.code}); name an address of this machine`, {
    cause: error,
  });
}
