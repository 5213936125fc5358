import { type ApiClient, createApiClient } from '@tokenledger/api-client';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import { waiting } from './output/waiting.js';
import { refusalOf } from './refusal.js';
import { VERSION } from './version.js';

const PATIENCE_MS = 30_000;
const NO_CONTENT = 204;

interface Answered<Answer> {
  readonly data?: Answer;
  readonly error?: unknown;
  readonly response: Response;
}

/** The only door to the API. What is not an answer is a Failure. */
export class Connection {
  private readonly api: ApiClient;

  constructor(
    readonly server: string,
    secret: string | undefined,
  ) {
    this.api = createApiClient({ server, token: secret, userAgent: `tokenledger-cli/${VERSION}` });
    this.api.use({
      onRequest: ({ request }) => new Request(request, { signal: AbortSignal.timeout(PATIENCE_MS) }),
    });
  }

  async ask<Answer>(request: (api: ApiClient) => Promise<Answered<Answer>>): Promise<Answer> {
    return (await this.askWhole(request)).data;
  }

  /** With the response, for what stands in its headers. */
  async askWhole<Answer>(request: (api: ApiClient) => Promise<Answered<Answer>>) {
    const { data, error, response } = await this.attempt(request);
    if (!response.ok || (data === undefined && response.status !== NO_CONTENT))
      throw refusalOf(error, response, this.server);
    return { data: data as Answer, response };
  }

  /** Where a refusal is an answer too. */
  async attempt<Attempted>(request: (api: ApiClient) => Promise<Attempted>): Promise<Attempted> {
    try {
      return await waiting(this.server, request(this.api));
    } catch (error) {
      throw new Failure(EXIT.unreachable, `${this.server} ${whyNot(error)}`);
    }
  }
}

/** fetch says `fetch failed`, and in its cause what has failed. */
function whyNot(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return `has not answered within ${PATIENCE_MS / 1000} s.`;
  if (error instanceof SyntaxError) return 'does not answer like a Tokenledger server.';
  const { code } = (cause ?? {}) as { code?: string };
  return code === undefined ? 'cannot be reached.' : `cannot be reached (${code}).`;
}
