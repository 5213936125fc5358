import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly ms: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Of each request anew. */
  readonly body?: () => string;
}

/**
 * Requests over so many connections, each waiting for its answer before it asks again; answers how many a second.
 *
 * @throws when any answer is not of the 2xx kind.
 */
export async function load({ url, connections, ms, method = 'GET', headers = {}, body }: Load): Promise<number> {
  const request = { method, headers: { ...headers } };
  const setupRequest = (one: autocannon.Request) => ({ ...one, body: body!() });
  const result = await autocannon({
    url,
    connections,
    duration: ms / 1000,
    requests: [body ? { ...request, setupRequest } : request],
  });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0)
    throw new Error(`${url}: ${non2xx} refusals, ${errors} errors, ${timeouts} without an answer`);
  return result['2xx'] / result.duration;
}
