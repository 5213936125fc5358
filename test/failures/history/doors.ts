import type { Answer, Ask } from '../../support/api.js';
import type { Random } from './random.js';
import type { Request, Shown } from './recorder.js';

const SCHEMES = ['Bearer ', 'bearer ', 'BEARER ', 'Bearer   '];

/** A request that shows a token, and what the answer says of it. */
export interface Knock {
  readonly request: Request;
  readonly shownIn: (answer: Answer) => Shown;
}

/** Bears the token, by the scheme in one of its rightful spellings. */
const bearing =
  (path: string) =>
  (random: Random, token: string): Knock => ({
    request: { method: 'GET', path, ask: { headers: { authorization: random.pick(SCHEMES) + token } } },
    shownIn: ({ status }) => {
      if (status < 300) return { saw: 'good' };
      return status === 401 || status === 400 ? { saw: 'refused' } : undefined;
    },
  });

/** Asks about the token, with the credential of a session. */
const introspecting = (_: Random, token: string, session: string): Knock => ({
  request: { method: 'POST', path: '/oauth2/introspect', ask: { token: session, ...form({ token }) } },
  shownIn: ({ status, body }) => {
    if (status !== 200) return undefined;
    return body.active ? { saw: 'good', position: Number(body.position) } : { saw: 'refused' };
  },
});

const form = (fields: Record<string, string>): Ask => ({
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

/** Every door at which a token can be shown. */
export const DOORS = [
  bearing('/v1/me'),
  bearing('/oauth2/auth?audience=http%3A%2F%2Ftokens.test'),
  introspecting,
] as const;

/** Texts that a forgiving decoder would take for the token. */
export const misspellings = (token: string): string[] => [
  `${token}=`,
  `${token}==`,
  `${token}.`,
  `0${token}`,
  token.slice(0, -1),
  // Of the last character of a signature, four bits say nothing.
  token.slice(0, -1) + neighbourOf(token.at(-1)!),
  ...[token.toUpperCase(), token.toLowerCase()].filter((cased) => cased !== token),
];

/** White space ends a token in a header; in a form it is part of the text. */
export const misspellingsInForm = (token: string): string[] =>
  [` ${token}`, `${token} `, `${token}\n`, `\t${token}`, `${token}\0`].concat(misspellings(token));

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const neighbourOf = (character: string): string => ALPHABET[ALPHABET.indexOf(character) ^ 1]!;
