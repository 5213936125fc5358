import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { NotCosigned } from './judge.js';
import type { Witness } from './witness.js';

const LARGEST = 70_000;
const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';

/** C2SP tlog-witness over HTTP: `POST /add-checkpoint`, and `GET /<SHA-256 of the origin in hex>/checkpoint`. */
export function witnessServer(witness: Witness, onTrouble: (error: unknown) => void): Server {
  return createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(witness, request, response).catch((error: unknown) => {
      onTrouble(error);
      if (!response.headersSent) send(response, 500, 'the witness cannot answer\n');
    });
  });
}

async function answer(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  if (method === 'POST' && url === '/add-checkpoint') return add(witness, request, response);
  const [, digest] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(url) ?? [];
  const note = method === 'GET' && digest ? await witness.newest(digest) : undefined;
  return note === undefined ? send(response, 404, 'there is nothing here\n') : send(response, 200, note);
}

async function add(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) return send(response, 413, 'this is too much\n');
  try {
    send(response, 200, await witness.add(body));
  } catch (error) {
    if (!(error instanceof NotCosigned)) throw error;
    if (error.size === undefined) send(response, error.status, `${error.message}\n`);
    else send(response, error.status, `${error.size}\n`, SIZE);
  }
}

/** Undefined for more than any checkpoint needs. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, text: string, type = TEXT): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
