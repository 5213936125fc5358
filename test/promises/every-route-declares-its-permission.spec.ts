import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Delete, Get, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { VOCABULARY } from '@tokenledger/domain';
import { ACCESS, type Access } from '../../apps/server/src/access/permission.decorator.js';
import { AppModule } from '../../apps/server/src/app.module.js';
import { createApp } from '../../apps/server/src/create-app.js';
import { createLogger } from '../../apps/server/src/platform/logger.js';
import { Api } from '../support/api.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';

/** The whole surface. Whoever changes a route or its permission changes this table. */
const ROUTES: Readonly<Record<string, string>> = {
  'POST /v1/sessions': 'public',
  'DELETE /v1/sessions/current': 'sessions:delete',
  'GET /v1/me': 'users:get',
  'POST /v1/me/password': 'passwords:set',
  'POST /v1/users': 'users:create',
  'GET /v1/users': 'users:get',
  'GET /v1/users/:id': 'users:get',
  'PATCH /v1/users/:id': 'users:update',
  'POST /v1/users/:id/password': 'passwords:set',
  'DELETE /v1/users/:id': 'users:delete',
  'POST /v1/users/:id/erase': 'users:erase',
  'GET /v1/users/:id/erasure': 'users:get',
  'POST /v1/users/:id/hold': 'users:hold',
  'POST /v1/users/:id/release': 'users:hold',
  'POST /v1/tokens': 'tokens:create',
  'GET /v1/tokens': 'tokens:get',
  'GET /v1/tokens/:id': 'tokens:get',
  'POST /v1/tokens/:id/revoke': 'tokens:revoke',
  'GET /v1/policy': 'policy:get',
  'PUT /v1/policy': 'policy:set',
  'GET /v1/policy/permissions': 'policy:get',
  'PUT /v1/policy/permissions': 'policy:set',
  'GET /v1/can-i': 'any caller',
  'POST /v1/projects': 'projects:create',
  'GET /v1/projects': 'projects:get',
  'GET /v1/projects/:project': 'projects:get',
  'PATCH /v1/projects/:project': 'projects:update',
  'DELETE /v1/projects/:project': 'projects:delete',
  'PUT /v1/projects/:project/roles/:role': 'projects:update',
  'DELETE /v1/projects/:project/roles/:role': 'projects:update',
  'POST /v1/projects/:project/roles/:role/tokens': 'projects:update',
  'GET /v1/projects/:project/roles/:role/tokens': 'projects:get',
  'POST /v1/projects/:project/roles/:role/tokens/revoke': 'projects:update',
  'POST /v1/tokens/:id/rotate': 'tokens:rotate',
  'POST /v1/tokens/revoke': 'tokens:revoke',
  'POST /v1/tokens/revoke-leaked': 'public',
  'POST /oauth2/introspect': 'tokens:introspect',
  'POST /oauth2/revoke': 'public',
  'GET /oauth2/auth': 'public',
  'GET /.well-known/jwks.json': 'public',
  'GET /.well-known/oauth-authorization-server': 'public',
  'GET /.well-known/openid-configuration': 'public',
  'GET /v1/audit/events': 'audit:get',
  'GET /v1/audit/state': 'audit:get',
  'GET /v1/audit/state/users': 'audit:get',
  'GET /v1/audit/state/tokens': 'audit:get',
  'GET /v1/audit/diff': 'audit:get',
  'GET /v1/audit/events/:position/proof': 'audit:get',
  'GET /v1/audit/consistency': 'public',
  'GET /v1/tokens/:id/history': 'audit:get',
  'GET /v1/users/:id/history': 'audit:get',
  'GET /log/checkpoint': 'public',
  'GET /log/tile/:level/*': 'public',
  'GET /log/tile/entries/*': 'audit:get',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /health/integrity': 'public',
  'POST /v1/audit/checks': 'audit:check',
  'GET /v1/keys': 'keys:get',
  'POST /v1/keys/rotations': 'keys:rotate',
  'GET /metrics': 'metrics:get',
  'GET /docs': 'public',
  'GET /docs/:file': 'public',
  'GET /openapi.json': 'public',
};
/** Argo CD's methods share a route, and each of them judges by itself: argo-cds-command-line-sees-its-account.spec.ts. */
const METHODS = String.raw`POST /:service(^[a-z]+\.[A-Z][A-Za-z]+$)/:method`;
const isArgoCds = (route: string): boolean => route === METHODS || / \/api\//.test(route);
const GUARDED = Object.entries(ROUTES).filter(([, words]) => words.includes(':'));
const FOR_CALLERS = Object.keys(ROUTES).filter((route) => ROUTES[route] === 'any caller');
const PUBLIC = Object.keys(ROUTES).filter((route) => ROUTES[route] === 'public');
const takesSession = (words: string): boolean =>
  ['tokens:create', 'tokens:rotate', 'tokens:revoke', 'passwords:set', 'keys:rotate'].includes(words);
const EVERY_SCOPE = Object.entries(VOCABULARY).flatMap(([resource, actions]) =>
  actions.map((action) => `${resource}:${action}`),
);

const SOURCES = fileURLToPath(new URL('../../apps/server/src', import.meta.url));
const ISSUER = 'http://tokens.test';
const NOBODY = '0198c0de-0000-7000-8000-000000000000';

let database: TestDatabase;
let ledger: TestLedger;
let app: NestFastifyApplication;
let api: Api;
let admin: string;

const listening = async (on: NestFastifyApplication): Promise<Api> => {
  await on.listen(0, '127.0.0.1');
  return new Api(await on.getUrl());
};

const settings = () => ({
  publicUrl: ISSUER,
  selfCheckHours: 0,
  witnesses: [],
  corsOrigins: [],
  trustedProxies: [],
  keySettings: ledger.keySettings,
});

beforeAll(async () => {
  database = await createDatabase();
  ledger = await openTestLedger(database);
  app = await createApp(ledger, settings(), createLogger('silent'));
  api = await listening(app);
  admin = await api.signIn();
});

afterAll(async () => {
  await app?.close();
  await ledger?.close();
  await database?.drop();
});

type Handler = (...given: never[]) => unknown;
interface Declared {
  readonly route: string;
  readonly declarations: readonly Access[];
}

const of = (key: string, target: object): any => Reflect.getMetadata(key, target);
const path = (...parts: string[]): string => `/${parts.join('/')}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');

/** What the controller's methods say of themselves. */
function declaredBy(controller: Type): Declared[] {
  const { prototype } = controller;
  const handlers: Handler[] = Object.getOwnPropertyNames(prototype).map((name) => prototype[name]);
  return handlers
    .filter((handler) => of(METHOD_METADATA, handler) !== undefined)
    .map((handler) => ({
      route: `${RequestMethod[of(METHOD_METADATA, handler)]} ${path(of(PATH_METADATA, controller), of(PATH_METADATA, handler))}`,
      declarations: [handler, controller].flatMap((target) => of(ACCESS, target) ?? []),
    }));
}

const declared = (): Declared[] =>
  [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) => declaredBy(metatype as Type)),
  );

function controllerTexts(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  return files.map((file) => readFileSync(join(SOURCES, file), 'utf8'));
}

const count = (text: string, word: RegExp): number => [...text.matchAll(word)].length;

/** What the router answers to, as it prints it. */
function served(): string[] {
  const lines = app.getHttpAdapter().getInstance().printRoutes().split('\n');
  const parents: string[] = [];
  return lines.flatMap((line: string) => {
    const [, indent = '', part = '', methods = ''] = /^((?:[│ ]   )*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    parents.splice(indent.length / 4, parents.length, part);
    const names = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return names.map((method) => `${method} ${parents.join('')}`);
  });
}

const said = ({ declarations: [access] }: Declared): string => {
  if (access === undefined) return 'nothing';
  if ('public' in access) return 'public';
  return 'anyCaller' in access ? 'any caller' : `${access.resource}:${access.action}`;
};

const askOver = (on: Api, route: string, token?: string) => {
  const [method = '', to = ''] = route.split(' ');
  const body = ['POST', 'PATCH'].includes(method) && !to.startsWith('/oauth2/') ? { body: {} } : {};
  const named = to
    .replace(':id', NOBODY)
    .replace(':level/*', '0/000.p/1')
    .replace('*', '000.p/1')
    .replace(':position', '0');
  return on.ask(method, named, { ...body, ...(token === undefined ? {} : { token }) });
};
const ask = (route: string, token?: string) => askOver(api, route, token);

let issuedSoFar = 0;
const scoped = async (scopes: readonly string[]): Promise<string> =>
  (await api.post('/v1/tokens', admin, { name: `number ${++issuedSoFar}`, scopes })).body.token;

it('every route says once what it needs', () => {
  const wrong = declared().filter(({ declarations }) => declarations.length !== 1);
  expect(wrong).toEqual([]);
});

// Of two decorators on one method, reflection sees the upper one alone.
it('no route says it twice', () => {
  for (const text of controllerTexts())
    expect(count(text, /^ +@(Permission|Public|AnyCaller)\(/gm)).toBe(
      count(text, /^ +@(Get|Post|Put|Patch|Delete|All)\(/gm),
    );
});

it('every route needs what the table says, and there is no other', () => {
  expect(Object.fromEntries(declared().map((one) => [one.route, said(one)]))).toEqual(ROUTES);
});

it('the router answers to no route but those of the table', () => {
  const ours = served().filter((route) => !isArgoCds(route));
  expect(ours.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

it('every permission is one of the words that scopes are made of', () => {
  for (const [, words] of GUARDED) expect(EVERY_SCOPE).toContain(words);
});

it.each(PUBLIC)('%s is for everybody', async (route) => {
  const { status, body } = await ask(route);
  expect([status, body.code]).not.toEqual([401, 'unauthenticated']);
  expect([200, 400]).toContain(status);
});

it.each(FOR_CALLERS)('%s is for everybody who has a good credential, whatever it is for', async (route) => {
  expect((await ask(route)).status).toBe(401);
  expect((await ask(route, `${admin}.`)).status).toBe(401);
  expect([200, 400]).toContain((await ask(route, await scoped(['metrics:get']))).status);
});

describe.each(GUARDED)('%s', (route, words) => {
  it('is refused without a credential', async () => {
    const { status, body, headers } = await ask(route);
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="tokenledger"');
  });

  it('is refused with a bad one', async () => {
    for (const bad of ['none', '0'.repeat(40), `${admin.slice(0, -4)}AAAA`, `${admin}.`]) {
      const { status, body } = await ask(route, bad);
      expect([status, body.code]).toEqual([401, 'invalid_token']);
    }
  });

  it('is refused with one that may do everything else', async () => {
    const { status, body } = await ask(route, await scoped(EVERY_SCOPE.filter((scope) => scope !== words)));
    const credential = takesSession(words) ? 'a session with the permission' : 'the permission';
    expect([status, body.code, body.detail]).toEqual([403, 'forbidden', `This needs ${credential} ${words}.`]);
  });

  it(`is ${takesSession(words) ? 'refused' : 'open'} to a token that may do this and nothing else`, async () => {
    const { status } = await ask(route, await scoped([words]));
    expect([401, 403].includes(status)).toBe(takesSession(words));
  });
});

it.each(GUARDED.filter(([route]) => route.startsWith('GET')))(
  '%s is as closed when HEAD asks',
  async (route, words) => {
    const head = async (headers: Record<string, string>) =>
      (await fetch(api.url + route.replace('GET ', '').replace(':id', NOBODY), { method: 'HEAD', headers })).status;
    const lacking = await scoped(EVERY_SCOPE.filter((scope) => scope !== words));
    expect(await head({})).toBe(401);
    expect(await head({ authorization: `Bearer ${lacking}` })).toBe(403);
  },
);

describe('a route that says nothing', () => {
  let reached = false;

  @Controller('undeclared')
  class Undeclared {
    @Get()
    read() {
      reached = true;
    }
    @Delete(':id')
    remove() {
      reached = true;
    }
  }

  it('is refused, even to an administrator', async () => {
    const both = { module: class {}, imports: [AppModule.over(ledger, settings())], controllers: [Undeclared] };
    const other = await NestFactory.create<NestFastifyApplication>(both, new FastifyAdapter(), { logger: false });
    const over = await listening(other);
    for (const route of ['GET /undeclared', 'DELETE /undeclared/:id'])
      for (const token of [admin, undefined]) {
        const { status, body } = await askOver(over, route, token);
        expect([status, body.code]).toEqual([403, 'forbidden']);
      }
    expect((await over.get('/v1/me', admin)).status).toBe(200);
    expect(reached).toBe(false);
    await other.close();
  });
});
