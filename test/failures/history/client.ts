import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../support/api.js';
import { DOORS, type Knock, misspellings, misspellingsInForm } from './doors.js';
import type { KnownToken, Population } from './population.js';
import type { Random } from './random.js';
import type { Recorder } from './recorder.js';
import type { SupervisedServer } from './supervised-server.js';

const MIX = [
  ['check', 50],
  ['misspell', 4],
  ['look', 8],
  ['issue', 20],
  ['revoke', 4],
  ['rotate', 3],
  ['toggle', 7],
  ['remove', 1],
] as const;

const FEWEST_ACCOUNTS = 3;
const PAUSE_MS = 100;
const RECOVERY_MS = 120_000;

/** Does one thing after the other, at whichever server; some of it to what only it knows of, some to what everybody does. */
export class Client {
  private names = 0;

  constructor(
    private readonly number: number,
    private readonly random: Random,
    private readonly recorder: Recorder,
    private readonly own: Population,
    private readonly shared: Population,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.act(this.random.chance(0.2) ? this.shared : this.own);
  }

  /** What all that is known here has come to, at every door of every server. */
  async lookBack(known: Population = this.own): Promise<void> {
    for (const server of this.recorder.servers) {
      for (const token of known.latestTokens)
        for (const door of DOORS) await insist(() => this.knock(server, token, this.at(door, token.secret)));
      for (const id of known.everyAccount) await insist(() => this.seeAccount(server, id));
    }
  }

  private async act(known: Population): Promise<void> {
    if (known.everyAccount.length < FEWEST_ACCOUNTS) return this.register(known);
    const token = known.anyToken(this.random);
    if (!token) return this.issue(known);
    await this[this.random.weighed(MIX)](known, token);
  }

  private async register(known: Population): Promise<void> {
    const body = { username: `account-${this.number}-${++this.names}`, kind: 'service', roles: ['user'] };
    const change = { what: 'register', about: null } as const;
    const answer = await this.recorder.change(change, { method: 'POST', path: '/v1/users', ask: { body } });
    if (answer) known.addAccount(answer.body.id);
  }

  private async issue(known: Population): Promise<void> {
    const owner = known.anyAccount(this.random);
    const body = { name: `token ${this.number} ${++this.names}`, owner, format: this.random.pick(['jwt', 'opaque']) };
    const change = { what: 'issue', about: owner } as const;
    this.learn(known, owner, await this.recorder.change(change, { method: 'POST', path: '/v1/tokens', ask: { body } }));
  }

  private async rotate(known: Population, { id, owner }: KnownToken): Promise<void> {
    const change = { what: 'rotate', about: id } as const;
    const request = { method: 'POST', path: `/v1/tokens/${id}/rotate` };
    this.learn(known, owner, await this.recorder.change(change, request));
  }

  /** A repetition is not shown the token. */
  private learn(known: Population, owner: string, answer: Answer | undefined): void {
    if (answer?.body.token) known.addToken({ id: answer.body.id, owner, secret: answer.body.token });
  }

  private async revoke(_: Population, { id }: KnownToken): Promise<void> {
    const change = { what: 'revoke', about: id } as const;
    await this.recorder.change(change, { method: 'POST', path: `/v1/tokens/${id}/revoke` });
  }

  private async remove(known: Population): Promise<void> {
    const id = known.anyAccount(this.random);
    const change = { what: 'delete', about: id } as const;
    const answer = await this.recorder.change(change, { method: 'DELETE', path: `/v1/users/${id}` });
    if (answer) known.forgetAccount(id);
  }

  /** Disables an account that is enabled, or the other way round: unless it has changed since it was seen. */
  private async toggle(known: Population): Promise<void> {
    const id = known.anyAccount(this.random);
    const seen = await this.seeAccount(await this.recorder.anyServer(), id);
    if (seen?.body.status === 'deleted') known.forgetAccount(id);
    if (seen?.status !== 200 || seen.body.status === 'deleted') return;
    const enabled = seen.body.status === 'disabled';
    const ask = { body: { enabled }, headers: { 'if-match': seen.headers.get('etag')! } };
    const change = { what: enabled ? 'enable' : 'disable', about: id } as const;
    await this.recorder.change(change, { method: 'PATCH', path: `/v1/users/${id}`, ask });
  }

  private async look(_: Population, { id }: KnownToken): Promise<void> {
    await this.see(await this.recorder.anyServer(), { of: 'token', id }, `/v1/tokens/${id}`, ({ state }) => state);
  }

  private seeAccount(server: SupervisedServer, id: string): Promise<Answer | undefined> {
    return this.see(server, { of: 'account', id }, `/v1/users/${id}`, ({ status }) => status);
  }

  private see(
    server: SupervisedServer,
    fact: { of: 'account' | 'token'; id: string },
    path: string,
    sawIn: (body: any) => string,
  ): Promise<Answer | undefined> {
    const ask = { token: this.recorder.session.token };
    return this.recorder.observe(server, fact, { method: 'GET', path, ask }, ({ status, body }) => {
      if (status === 404) return { saw: 'absent' };
      return status === 200 ? { saw: sawIn(body) } : undefined;
    });
  }

  private async check(_: Population, token: KnownToken): Promise<void> {
    const door = this.random.pick(DOORS);
    await this.knock(await this.recorder.anyServer(), token, this.at(door, token.secret));
  }

  private async misspell(_: Population, token: KnownToken): Promise<void> {
    const door = this.random.pick(DOORS);
    const texts = door === DOORS[2] ? misspellingsInForm(token.secret) : misspellings(token.secret);
    await this.knock(await this.recorder.anyServer(), token, this.at(door, this.random.pick(texts)), true);
  }

  private at(door: (typeof DOORS)[number], text: string): Knock {
    return door(this.random, text, this.recorder.session.token);
  }

  private knock(
    server: SupervisedServer,
    { id }: KnownToken,
    { request, shownIn }: Knock,
    misspelled = false,
  ): Promise<Answer | undefined> {
    return this.recorder.observe(server, { of: 'verdict', id, misspelled }, request, shownIn);
  }
}

/** Until there is an answer that is one: with nothing in its way any more, every server comes back by itself. */
async function insist(ask: () => Promise<Answer | undefined>): Promise<void> {
  for (const end = performance.now() + RECOVERY_MS; ; await sleep(PAUSE_MS)) {
    const answer = await ask();
    if (answer && answer.status < 500) return;
    if (performance.now() > end) throw new Error(`a server has not come back: ${JSON.stringify(answer?.body)}`);
  }
}
