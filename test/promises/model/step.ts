import type * as fc from 'fast-check';
import type { Answer, Api, Ask } from '../../support/api.js';
import { until } from '../../support/until.js';
import type { Model, No } from './model.js';
import type { Token } from './standing.js';

/** What is asked of the server, what the model says will be answered, and what becomes of the model if nothing is refused. */
export interface Request {
  /** For whoever reads how it went wrong. */
  readonly story: string;
  readonly ask: readonly [method: string, path: string, ask: Ask];
  readonly no: No | undefined;
  readonly yes: number;
  /** Some of what is answered, if it is a yes. */
  readonly shown?: object;
  readonly after?: (body: Answer['body'], outlive: (token: Token) => Promise<void>) => void | Promise<void>;
}

export interface Sequence {
  readonly model: Model;
  readonly api: Api;
  /** What has been done. */
  readonly story: string[];
}

/** `Choice`: numbers that choose from what there is by then, so that a shrunk sequence still makes sense. */
export class Step<Choice extends object> implements fc.AsyncCommand<Model, Sequence> {
  constructor(
    private readonly name: string,
    private readonly choice: Choice,
    private readonly requestOf: (model: Model, choice: Choice) => Request | undefined,
  ) {}

  check = (model: Readonly<Model>): boolean => this.requestOf(model, this.choice) !== undefined;

  async run(model: Model, { api, story }: Sequence): Promise<void> {
    const request = this.requestOf(model, this.choice)!;
    story.push(request.story);
    const answer = await api.ask(...request.ask);
    expectAsSaid(request, answer, story);
    const outlive = ({ secret }: Token) => until(async () => !(await api.introspect(model.root.secret, secret)).active);
    if (!request.no) await request.after?.(answer.body, outlive);
  }

  toString = (): string => `${this.name} ${JSON.stringify(this.choice)}`;
}

/** The story is no news: it is there so that it stands beside what was wrong. */
function expectAsSaid({ no, yes, shown = {} }: Request, { status, body }: Answer, story: readonly string[]): void {
  const [expected, code] = no ?? [yes];
  const told = no ? { code: expect.stringMatching(`^(${code})$`) } : shown;
  expect({ story, status, body }).toMatchObject({ story, status: expected, ...(body === '' ? {} : { body: told }) });
}
