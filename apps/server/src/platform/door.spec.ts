import { connect } from 'node:net';
import { bindDoor, type Door } from './door.js';

let door: Door;
beforeEach(async () => (door = await bindDoor(0, '127.0.0.1', { 'x-guard': 'on' })));
afterEach(() => door.close());

/** What comes back for `first`, and for `next`, which is sent once anything has come. */
async function talk(first: string, next?: string): Promise<string> {
  const socket = connect(door.port, '127.0.0.1');
  socket.write(first);
  let heard = '';
  for await (const chunk of socket) {
    if (heard === '' && next) socket.write(next);
    heard += String(chunk);
  }
  return heard;
}

const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const NONSENSE = 'NONSENSE\r\n\r\n';

it('says that the server is starting, until it is open', async () => {
  const heard = await talk(REQUEST.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
  expect(heard).toMatch(/^HTTP\/1\.1 503 .*\r\nx-guard: on\r\n.*\r\nretry-after: 1\r\n.*The server is starting\./s);
});

it('refuses what is no request, and ends the connection', async () => {
  const heard = await talk(NONSENSE);
  expect(heard).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nx-guard: on\r\n.*\{"type":"about:blank".*\}$/s);
});

it('writes nothing into the midst of an answer: the connection ends', async () => {
  door.open((_, response) => void response.writeHead(200, { 'content-length': 8 }).write('half'));
  expect(await talk(REQUEST, NONSENSE)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nhalf$/s);
});

it('answers the request before it, and refuses what follows', async () => {
  door.open((_, response) => void response.writeHead(200, { 'content-length': 5 }).end('whole'));
  expect(await talk(REQUEST, NONSENSE)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nwholeHTTP\/1\.1 400 Bad Request\r\n/s);
});
