import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { issueToken, parsePower, Powers, type TokenFormat, type TokenIssued, userStream } from '@tokenledger/domain';
import type { CallerContext } from '@tokenledger/server/access/request-context';
import type { Ledger } from '@tokenledger/server/assemble-ledger';
import type { Config } from '@tokenledger/server/config';
import { Check } from '@tokenledger/server/check/check';
import { createApp } from '@tokenledger/server/create-app';
import { EventLog } from '@tokenledger/server/event-log/event-log';
import { readHead } from '@tokenledger/server/event-log/head';
import { ISSUER } from '@tokenledger/server/http/issuer';
import { Cipher } from '@tokenledger/server/keys/cipher';
import { Names } from '@tokenledger/server/keys/names';
import { openLedger } from '@tokenledger/server/open-ledger';
import { createLogger } from '@tokenledger/server/platform/logger';
import { loginOf } from '@tokenledger/server/platform/migrator-login';
import { newId } from '@tokenledger/server/platform/new-id';
import { IssueToken } from '@tokenledger/server/tokens/issue-token';
import { StartSession } from '@tokenledger/server/tokens/start-session';
import { DeleteUser } from '@tokenledger/server/users/delete-user';
import { RegisterUser } from '@tokenledger/server/users/register-user';
import { closedLoop } from '../closed-loop.js';
import { answerQuestions } from '../side.js';
import type { AppendFor } from './emmett.js';

export interface LedgerSetting {
  readonly config: Config;
  readonly secret: string;
}

export type LedgerQuestion =
  /** Appends as the server does them: each caller issues tokens to an owner of its own. Answers how many a second. */
  | ({ readonly do: 'append' } & AppendFor)
  /** Asks the check, without a door before it, for tokens that are good. Answers how many a second. */
  | ({ readonly do: 'check' } & AppendFor)
  /** Answers how many events there are. */
  | { readonly do: 'size' }
  /** Answers the ids of new service accounts. */
  | { readonly do: 'register'; readonly count: number }
  /** Tokens in numbers that nobody would ask for one by one. */
  | { readonly do: 'seed'; readonly owners: readonly string[]; readonly tokensEach: number }
  | { readonly do: 'delete'; readonly owners: readonly string[] };

const FROM = { requestId: 'bench', ip: '127.0.0.1', userAgent: 'bench', idempotency: undefined };
const MOST_CALLERS = 128;
/** Of events in one command; more than these go alone in any case. */
const AT_ONCE = 1000;

/** What the log comes to without HTTP before it. */
await answerQuestions<LedgerQuestion>(async ({ config, secret }: LedgerSetting) => {
  // Who asks is told what fails; that a database was killed on purpose is no trouble.
  const reporter = { say: () => undefined, trouble: () => undefined };
  const ledger = await openLedger(config, loginOf(config.databaseUrl!), reporter);
  const app = await createApp(ledger, config, createLogger('silent'));
  const bus = app.get(CommandBus);
  const by = await administrator(ledger, bus, secret);
  const register = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const account = { username: `bench ${newId()}`, kind: 'service', roles: [] } as const;
      ids.push((await bus.execute(new RegisterUser(by, account, undefined))).id);
    }
    return ids;
  };
  const owners = await register(MOST_CALLERS);
  const run = newId();
  let issued = 0;
  const issue = (owner: string, format: TokenFormat) =>
    bus.execute(new IssueToken(by, { name: `${run} ${issued++}`, format, owner }));
  const good = await Promise.all(owners.map(async (owner) => (await issue(owner, 'jwt')).token!));
  const check = app.get(Check);
  const ask = async (caller: number): Promise<void> => {
    if (!(await check.ask(good[caller]!)).good) throw new Error('a good token was refused');
  };
  return {
    async answer(question) {
      switch (question.do) {
        case 'append':
          // A JWT is signed after the commit, and is no part of the append.
          return (await closedLoop(question.callers, question.ms, (caller) => issue(owners[caller]!, 'opaque')))
            .perSecond;
        case 'check':
          return (await closedLoop(question.callers, question.ms, ask)).perSecond;
        case 'size':
          return Number((await readHead(ledger.pool)).frontier.size);
        case 'register':
          return register(question.count);
        case 'seed':
          for (const owner of question.owners) await seed(app, owner, question.tokensEach);
          return null;
        case 'delete':
          for (const owner of question.owners) await bus.execute(new DeleteUser(by, owner, undefined));
          return null;
      }
    },
    async close() {
      await app.close();
      await ledger.close();
    },
  };
});

async function administrator({ pool }: Ledger, bus: CommandBus, secret: string): Promise<CallerContext> {
  const { tokenId } = await bus.execute(new StartSession(FROM, 'admin', secret));
  const { rows } = await pool.query<{ owner: string }>('select owner from state.tokens where id = $1', [tokenId]);
  const user = { id: rows[0]!.owner, roles: ['admin'] } as const;
  return {
    ...FROM,
    caller: { user, token: { id: tokenId, kind: 'session', scopes: null }, powers: everything(user.id) },
  };
}

/** With names, as people would give them: a replay has to come to the same. */
async function seed(app: INestApplicationContext, owner: string, count: number): Promise<void> {
  const [log, names] = [app.get(EventLog), app.get(Names)];
  const sealer = await app.get(Cipher).sealer(owner);
  const wanted = (tokenId: string) => ({
    tokenId,
    owner,
    audience: app.get<string>(ISSUER),
    format: 'jwt' as const,
    expiresIn: undefined,
    scopes: null,
    secretDigest: null,
    nameDigest: names.ofToken(owner, tokenId),
    personal: [sealer({ type: 'token', id: tokenId }, 'name', tokenId)],
  });
  for (let rest = count; rest > 0; rest -= AT_ONCE) {
    const tokens = Array.from({ length: Math.min(rest, AT_ONCE) }, () => wanted(newId()));
    await log.append({
      actor: { type: 'system', id: 'seed' },
      permission: null,
      requestId: 'bench',
      streams: [userStream(owner)],
      reads: { users: [owner], policy: true },
      decide: (state, at) =>
        tokens.flatMap((token) => issueToken(state, token, everything(owner), at) as TokenIssued[]),
    });
  }
}

function everything(self: string): Powers {
  return new Powers(self, { allow: [parsePower('*:*')], deny: [] });
}
