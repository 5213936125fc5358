import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import { Refused } from '../event-log/refused.js';
import { Attempts } from './attempts.js';
import { sourceOf } from './source-of.js';

/** So many failures in so long lock a name at one source, for as long again. */
const LIMIT = { most: 5, seconds: 300 };
/** So many failures from one source, whatever the names: a source must not keep all others from their turn. */
const SOURCE_LIMIT = { most: 300, seconds: 300 };
/** A name alone is only slowed down: else anybody could lock anybody out. */
const SLOWER_MS = 200;
const SLOWEST_MS = 2000;
const LONGEST_QUEUE = 50;

/** What failures are counted of: a name at a source, the name, the source. */
type Counted = 'here' | 'anywhere' | 'source';

/**
 * Bounds how often a password can be guessed. An attempt is counted before it is made, so that guesses at the same
 * moment are counted too; what was no failure is taken back. Attempts of one pair of name and source take turns: many at
 * once with the right password all succeed.
 */
@Injectable()
export class SignInLimit {
  private readonly turns = new Map<string, LimitFunction>();

  constructor(private readonly attempts: Attempts) {}

  /** `name`: a digest of it. `work` fails by refusing `wrong_credentials` or `wrong_password`. */
  async attempt<Result>(name: string, ip: string, work: () => Promise<Result>): Promise<Result> {
    const anywhere = ['password', name];
    const source = sourceOf(ip);
    const here = [...anywhere, source];
    await this.refuseSource(source);
    const { count: failures } = await this.attempts.counted(anywhere);
    await sleep(Math.min(SLOWER_MS * Math.max(failures - LIMIT.most + 1, 0), SLOWEST_MS));
    return this.inTurn(here.join(), async () => {
      await this.refuseLocked(here);
      return this.tried(work, { here, anywhere, source: ['password from', source] });
    });
  }

  private inTurn<Result>(pair: string, work: () => Promise<Result>): Promise<Result> {
    const turn = this.turns.get(pair) ?? pLimit(1);
    if (turn.pendingCount >= LONGEST_QUEUE)
      throw new Refused({ refused: 'overloaded', detail: 'Too many passwords are being checked.' });
    this.turns.set(pair, turn);
    return turn(() => work().finally(() => turn.pendingCount === 0 && this.turns.delete(pair)));
  }

  private async refuseSource(source: string): Promise<void> {
    const { count, retryAfter } = await this.attempts.counted(['password from', source]);
    if (count < SOURCE_LIMIT.most) return;
    throw new Refused({ refused: 'too_many_attempts', detail: 'Too many wrong passwords from here.', retryAfter });
  }

  private async refuseLocked(here: readonly string[]): Promise<void> {
    const { count, retryAfter } = await this.attempts.count(here, LIMIT);
    if (count <= LIMIT.most) return;
    throw new Refused({ refused: 'too_many_attempts', detail: 'Too many wrong passwords.', retryAfter });
  }

  private async tried<Result>(work: () => Promise<Result>, { here, anywhere, source }: Record<Counted, string[]>) {
    try {
      const result = await work();
      await this.attempts.forget(here).catch(stays);
      return result;
    } catch (error) {
      if (isFailure(error)) {
        await this.attempts.count(anywhere, LIMIT).catch(stays);
        await this.attempts.count(source, SOURCE_LIMIT).catch(stays);
      } else await this.attempts.takeBack(here).catch(stays);
      throw error;
    }
  }
}

/** What `work` came to is the answer. A count that could not be changed stays, and ends with its time. */
const stays = (): void => undefined;

const isFailure = (error: unknown): boolean =>
  error instanceof Refused && ['wrong_credentials', 'wrong_password'].includes(error.refusal.refused);
