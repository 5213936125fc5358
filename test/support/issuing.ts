import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api } from './api.js';
import { times } from './times.js';

const PAUSE_MS = 20;

/** Tokens that are asked for under names of their own, and what was answered: told the truth, the log has just these. */
export class Issuing {
  readonly acknowledged: string[] = [];
  private readonly refused: string[] = [];
  private readonly unknown: string[] = [];
  private asked = 0;

  constructor(
    private readonly admin: string,
    private readonly prefix: string,
  ) {}

  async one(api: Api): Promise<Answer> {
    const name = `${this.prefix} ${(this.asked += 1)}`;
    const answer = await api.post('/v1/tokens', this.admin, { name, format: 'opaque' }).catch((error: unknown) => {
      this.unknown.push(name);
      throw error;
    });
    this.listFor(answer).push(name);
    return answer;
  }

  /** By so many callers at once, until none of them may any more; what was refused is repeated under another name. */
  async while(goesOn: () => boolean, callers: number, api: Api): Promise<void> {
    const caller = async () => {
      while (goesOn()) if ((await this.one(api)).status !== 201) await sleep(PAUSE_MS);
    };
    await Promise.all(times(callers).map(caller));
  }

  /** Empty when the truth was told: what was acknowledged is there, once; what was refused is not; what is unknown may be. */
  async falsehoods(api: Api): Promise<string[]> {
    const names = (await everyName(api, this.admin)).filter((name) => name.startsWith(`${this.prefix} `));
    const [there, told] = [new Set(names), new Set([...this.acknowledged, ...this.unknown])];
    return [
      ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} is there twice`),
      ...names.filter((name) => !told.has(name)).map((name) => `${name} is there, but was refused`),
      ...this.acknowledged.filter((name) => !there.has(name)).map((name) => `${name} was acknowledged, and is lost`),
    ];
  }

  private listFor({ status, body }: Answer): string[] {
    if (status === 201) return this.acknowledged;
    return body.code === 'outcome_unknown' ? this.unknown : this.refused;
  }
}

async function everyName(api: Api, admin: string): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { status, body }: Answer = await api.get(`/v1/tokens?state=all&limit=500${from}`, admin);
    if (status !== 200) throw new Error(`the list was answered with ${status}`);
    names.push(...body.items.map(({ name }: { name: string | null }) => name ?? ''));
    cursor = body.next;
  }
  return names;
}
