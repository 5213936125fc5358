import type { Random } from './random.js';

export interface KnownToken {
  readonly id: string;
  readonly owner: string;
  readonly secret: string;
}

const LATEST = 16;

/** Accounts and tokens that clients know of, dead ones too. */
export class Population {
  private readonly accounts: string[] = [];
  private readonly tokens: KnownToken[] = [];

  /** The newest, for the old ones have mostly died. */
  get latestTokens(): readonly KnownToken[] {
    return this.tokens.slice(-LATEST);
  }

  get everyAccount(): readonly string[] {
    return this.accounts;
  }

  anyAccount = (random: Random): string => random.pick(this.accounts);
  anyToken = (random: Random): KnownToken | undefined => random.pick(this.latestTokens);

  addAccount(id: string): void {
    this.accounts.push(id);
  }

  addToken(token: KnownToken): void {
    this.tokens.push(token);
  }

  forgetAccount(id: string): void {
    const index = this.accounts.indexOf(id);
    if (index >= 0) this.accounts.splice(index, 1);
  }
}
