import type { Instant } from '@tokenledger/domain';

/** Where a token was shown. */
export interface Place {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

export interface Use extends Place {
  readonly token: string;
  readonly owner: string;
  readonly at: Instant;
  readonly uses: number;
}

export interface RefusedUse {
  readonly token: string;
  readonly source: string;
  readonly at: Instant;
  readonly uses: number;
}

/** Of so many tokens at a time; what does not fit is not counted, and nobody waits for it. */
const MOST = 10_000;

/** Uses of tokens on their way to the database: for each token the last one, and how many they were. */
export class UseBatch {
  private readonly used = new Map<string, Use>();
  private readonly refused = new Map<string, RefusedUse>();

  get isEmpty(): boolean {
    return this.used.size + this.refused.size === 0;
  }

  addUse(use: Use): void {
    add(this.used, use.token, use);
  }

  addRefused(use: RefusedUse): void {
    add(this.refused, JSON.stringify([use.token, use.source, minuteOf(use.at)]), use);
  }

  /** What another batch could not leave behind. */
  addAll(other: UseBatch): void {
    for (const use of other.used.values()) this.addUse(use);
    for (const use of other.refused.values()) this.addRefused(use);
  }

  uses = (): Use[] => [...this.used.values()];
  refusedUses = (): RefusedUse[] => [...this.refused.values()];
}

export const minuteOf = (at: Instant): string => `${at.slice(0, 16)}Z`;

function add<Counted extends Use | RefusedUse>(map: Map<string, Counted>, key: string, use: Counted): void {
  const known = map.get(key);
  if (!known && map.size >= MOST) return;
  const latest = known && known.at > use.at ? known : use;
  map.set(key, { ...latest, uses: use.uses + (known?.uses ?? 0) });
}
