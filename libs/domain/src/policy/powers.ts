import {
  ALL,
  asHeldBy,
  concerns,
  isEmpty,
  isPartWithin,
  type Part,
  parsePower,
  type Permission,
  type Power,
  SELF,
  speaksOfAll,
} from './permission.js';

/** What rules come to for somebody: what one of them allows and none denies. */
export interface Grants {
  readonly allow: readonly Power[];
  readonly deny: readonly Power[];
}

/**
 * What somebody may do. `limits` only narrow: each of them has to allow it too, by one of its powers.
 */
export class Powers {
  constructor(
    private readonly self: string,
    readonly grants: Grants,
    private readonly limits: readonly (readonly Power[])[] = [],
  ) {}

  /** All there is is only allowed where no part of it is denied. */
  may(wanted: Permission): boolean {
    return this.allowed(wanted) && !this.grants.deny.some((power) => this.touches(power, wanted));
  }

  /** Whether there may be an object on which this is allowed: the last word is that of whoever knows the object. */
  maySomewhere(act: Pick<Permission, 'resource' | 'action'>): boolean {
    return [this.grants.allow, ...this.limits].every((powers) => powers.some((power) => concerns(power, act)));
  }

  /** What is left of them under scopes; null leaves everything. */
  under(scopes: readonly string[] | null): Powers {
    return scopes === null ? this : new Powers(this.self, this.grants, [...this.limits, scopes.map(parsePower)]);
  }

  /**
   * Whether whatever `others` may do is surely allowed here too. It is shown power by power: what only several of these
   * powers cover together counts as not covered.
   */
  covers(others: Powers): boolean {
    const denied = others.held(others.grants.deny);
    return others.parts().every((part) => isEmpty(part) || this.coversPart(part, denied));
  }

  /** Whether all that `power` speaks of is surely allowed. */
  allowsAllOf(power: Power): boolean {
    return this.coversPart([asHeldBy(this.self, power)], []);
  }

  /** Whether all that `power` speaks of is surely denied. */
  deniesAllOf(power: Power): boolean {
    return this.held(this.grants.deny).some((denied) => isPartWithin([asHeldBy(this.self, power)], denied));
  }

  /** Whether any of what `power` speaks of may be allowed. */
  allowsSomeOf(power: Power): boolean {
    return this.held(this.grants.allow).some((allowed) => !isEmpty([asHeldBy(this.self, power), allowed]));
  }

  private coversPart(part: Part, denied: readonly Power[]): boolean {
    const within = (powers: readonly Power[]) => powers.some((power) => isPartWithin(part, power));
    const kept = (power: Power) =>
      isEmpty([...part, power]) || denied.some((other) => isPartWithin([...part, power], other));
    return (
      [this.grants.allow, ...this.limits].map((powers) => this.held(powers)).every(within) &&
      this.held(this.grants.deny).every(kept)
    );
  }

  /** Each power together with one of each limit: in one of these lies whatever is allowed. */
  private parts(): readonly Part[] {
    const limits = this.limits.map((powers) => this.held(powers));
    const first: readonly Part[] = this.held(this.grants.allow).map((power) => [power]);
    return limits.reduce((parts, limit) => parts.flatMap((part) => limit.map((power) => [...part, power])), first);
  }

  private held(powers: readonly Power[]): readonly Power[] {
    return powers.map((power) => asHeldBy(this.self, power));
  }

  private allowed(wanted: Permission): boolean {
    return [this.grants.allow, ...this.limits].every((powers) => powers.some((power) => this.reaches(power, wanted)));
  }

  private reaches(power: Power, wanted: Permission): boolean {
    if (!concerns(power, wanted)) return false;
    return wanted.object === ALL ? speaksOfAll(power) : this.names(power, wanted.object);
  }

  private touches(power: Power, wanted: Permission): boolean {
    return concerns(power, wanted) && (wanted.object === ALL || this.names(power, wanted.object));
  }

  private names({ object }: Power, wanted: string): boolean {
    return object === SELF ? wanted === this.self : object.has(wanted);
  }
}

const NOTHING: Grants = { allow: [], deny: [] };
export const powerless = (self: string): Powers => new Powers(self, NOTHING);
