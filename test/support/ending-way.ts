import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a server that ends when one path is asked for. */
export async function startEndingWay(server: string, end: string) {
  const asked: string[] = [];
  const way = createServer(({ url = '', headers, socket }, response) => {
    asked.push(url);
    if (url === end) socket.destroy();
    else void pass(`${server}${url}`, headers.authorization, response);
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    asked: (): readonly string[] => asked,
    stop: (): void => {
      way.closeAllConnections();
      way.close();
    },
  };
}

async function pass(url: string, authorization: string | undefined, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, { headers: { authorization: authorization ?? '' } });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
