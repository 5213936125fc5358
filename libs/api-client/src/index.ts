import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

/** What the API's answers are called in docs/openapi.json. */
export type Schemas = components['schemas'];
export type ApiClient = Client<paths>;

export interface ApiClientOptions {
  /** Where the server is, without a slash at the end. */
  readonly server: string;
  /** The credential of every request; absent: none is sent. */
  readonly token?: string | undefined;
  readonly userAgent: string;
}

/** A typed client of the API. An answer is `{ data }`, or `{ error }` with a problem (RFC 9457). */
export const createApiClient = ({ server, token, userAgent }: ApiClientOptions): ApiClient =>
  createFetchClient<paths>({
    baseUrl: server,
    headers: { 'user-agent': userAgent, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });
