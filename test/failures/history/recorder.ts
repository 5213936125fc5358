import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Ask } from '../../support/api.js';
import type { Change, Observation, Operation } from './operation.js';
import type { Random } from './random.js';
import type { SupervisedServer } from './supervised-server.js';

export interface Session {
  readonly id: string;
  readonly token: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly ask?: Ask;
}

/** What an answer shows; undefined where it shows nothing. */
export type Shown = Pick<Observation, 'saw' | 'position'> | undefined;

/** With one Idempotency-Key. */
const ATTEMPTS = 4;
const PAUSE_MS = 100;
/** Some callers give up at once, some sooner than a server does, and some hear everything that it has to say. */
const PATIENCE_MS = [
  [500, 1],
  [2500, 7],
  [15_000, 2],
] as const;

/** Asks for one client, and writes down what was asked and what was told. */
export class Recorder {
  private keys = 0;

  constructor(
    private readonly client: number,
    readonly session: Session,
    private readonly random: Random,
    readonly servers: readonly SupervisedServer[],
    private readonly history: Operation[],
  ) {}

  /** Any that would answer. */
  async anyServer(): Promise<SupervisedServer> {
    for (;;) {
      const serving = this.servers.filter(({ api }) => api);
      if (serving.length > 0) return this.random.pick(serving);
      await sleep(PAUSE_MS);
    }
  }

  /** The acknowledgement, if it comes to one. What may not have been done is repeated at times, with its key. */
  async change(change: Pick<Change, 'what' | 'about'>, request: Request): Promise<Answer | undefined> {
    const wanted = this.random.chance(0.6) ? this.repeatable(request) : request;
    const attempts = wanted === request ? 1 : ATTEMPTS;
    const invoked = performance.now();
    const answers: (Answer | undefined)[] = [];
    for (let n = 0; n < attempts && !isSettled(answers.at(-1)); n++) {
      if (n > 0) await sleep(PAUSE_MS);
      answers.push(await this.askAsSession(await this.anyServer(), wanted));
    }
    const asked = { client: this.client, by: this.session.id, invoked, completed: performance.now() };
    this.history.push({ is: 'change', ...change, ...asked, ...cameOf(change, answers) });
    return isDone(answers.at(-1)) ? answers.at(-1) : undefined;
  }

  /** Whatever the answer shows, if anything, is written down. */
  async observe(
    server: SupervisedServer,
    fact: Pick<Observation, 'of' | 'id' | 'misspelled'>,
    request: Request,
    shownIn: (answer: Answer) => Shown,
  ): Promise<Answer | undefined> {
    const invoked = performance.now();
    const answer = await this.ask(server, request);
    const shown = answer && shownIn(answer);
    const asked = { client: this.client, server: server.name, invoked, completed: performance.now() };
    if (shown) this.history.push({ is: 'observation', ...fact, ...shown, ...asked });
    return answer;
  }

  /** A session that is refused is something seen, too: none of this history ever ends. */
  askAsSession(server: SupervisedServer, { method, path, ask = {} }: Request): Promise<Answer | undefined> {
    const request = { method, path, ask: { ...ask, token: this.session.token } };
    const fact = { of: 'verdict', id: this.session.id } as const;
    return this.observe(server, fact, request, ({ status }) => (status === 401 ? { saw: 'refused' } : undefined));
  }

  /**
   * Undefined when no answer comes: the connection is lost, or the patience.
   *
   * @throws when a server has not foreseen what happens to it, or does not answer as documented.
   */
  private async ask({ api, name }: SupervisedServer, { method, path, ask = {} }: Request): Promise<Answer | undefined> {
    const patience = this.random.weighed(PATIENCE_MS);
    const answer = await api?.ask(method, path, { ...ask, patience }).catch(undefinedWhereLost);
    if (answer?.status === 500) throw new Error(`server ${name} answered 500 to ${method} ${path}`);
    return answer;
  }

  private repeatable({ ask = {}, ...request }: Request): Request {
    const headers = { ...ask.headers, 'idempotency-key': `${this.client}-${++this.keys}` };
    return { ...request, ask: { ...ask, headers } };
  }
}

/** Of what `fetch` throws. An answer that is not as documented is no lost one. */
function undefinedWhereLost(error: Error): undefined {
  const { name, message } = error;
  if (name === 'TimeoutError' || (name === 'TypeError' && /^(fetch failed|terminated)$/.test(message))) return;
  throw error;
}

const isDone = (answer: Answer | undefined): boolean => answer !== undefined && answer.status < 300;
const isSettled = (answer: Answer | undefined): boolean => answer !== undefined && answer.status < 500;
const NOTHING_CHANGED = new Set(['unavailable', 'overloaded']);
const isRefused = (answer: Answer | undefined): boolean =>
  answer !== undefined && !isDone(answer) && (answer.status < 500 || NOTHING_CHANGED.has(answer.body.code));

function cameOf({ what }: Pick<Change, 'what'>, answers: readonly (Answer | undefined)[]) {
  const last = answers.at(-1);
  return {
    outcome: isDone(last) ? 'acknowledged' : answers.every(isRefused) ? 'refused' : 'unknown',
    requestIds: answers.flatMap((answer) => answer?.headers.get('x-request-id') ?? []),
    unanswered: answers.includes(undefined),
    told: isDone(last) ? toldBy(what, last!) : undefined,
  } as const;
}

/** The account that is shown after a change may have changed again. */
function toldBy(what: Change['what'], { body }: Answer): Change['told'] {
  if (what === 'disable' || what === 'enable') return undefined;
  return { position: Number(body.position), id: body.id ?? body.userId };
}
