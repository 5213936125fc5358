import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Of what Node's parser has against a request. Everything else is 400. */
const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

export const statusOf = ({ code = '' }: NodeJS.ErrnoException): number => STATUSES[code] ?? 400;

/** A problem (RFC 9457) that says little more than its status. */
export const plainProblem = (status: number, detail?: string): string =>
  JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail });

/** What never became a request is answered by hand, on the bare connection, which ends with it. */
export function refuseUnparsed(socket: Duplex, status: number, headers: Readonly<Record<string, string>>): void {
  const body = plainProblem(status);
  const all = { ...headers, 'content-type': 'application/problem+json', 'content-length': String(body.length) };
  const lines = Object.entries({ ...all, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
