import { ADMIN_PASSWORD } from './admin-password.js';
import { expectDocumented } from './documented.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests say what they expect of it; a type would only repeat that.
  readonly body: any;
}

export interface Ask {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds after which the answer is not waited for any more. */
  readonly patience?: number;
}

const PATIENCE_MS = 30_000;

/** The server as its users see it. Every answer is held to docs/openapi.json. */
export class Api {
  constructor(readonly url: string) {}

  async ask(
    method: string,
    path: string,
    { token, body, headers = {}, patience = PATIENCE_MS }: Ask = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(patience),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    const contentType = response.headers.get('content-type');
    if (method !== 'HEAD') expectDocumented(method, response.url, { ...answer, contentType });
    return answer;
  }

  get = (path: string, token?: string): Promise<Answer> => this.ask('GET', path, token === undefined ? {} : { token });
  post = (path: string, token: string, body?: unknown): Promise<Answer> => this.ask('POST', path, { token, body });
  delete = (path: string, token: string): Promise<Answer> => this.ask('DELETE', path, { token });

  /** A session's token. */
  async signIn(username = 'admin', password = ADMIN_PASSWORD): Promise<string> {
    const { status, body } = await this.ask('POST', '/v1/sessions', { body: { username, password } });
    if (status !== 201) throw new Error(`sign-in was answered with ${status}`);
    return body.token;
  }

  /** A person who can sign in, with a session. */
  async person(admin: string, username: string, roles = ['user']): Promise<{ id: string; session: string }> {
    const password = `the password of ${username}`;
    const { body } = await this.post('/v1/users', admin, { username, kind: 'person', password, roles });
    return { id: body.id, session: await this.signIn(username, password) };
  }

  async introspect(admin: string, token: string): Promise<any> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ token }).toString();
    return (await this.ask('POST', '/oauth2/introspect', { token: admin, body, headers })).body;
  }
}
