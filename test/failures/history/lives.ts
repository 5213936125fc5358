import type { StoredEvent } from '../../support/stored-events.js';
import type { Fact } from './operation.js';

/** From this position on. */
interface Turn {
  readonly position: number;
  readonly value: string;
}

/** What was true of whom from which position on, by the events alone: a fold of its own, that shares nothing with the server. */
export class Lives {
  private readonly turns = new Map<string, Turn[]>();
  private readonly tokensOf = new Map<string, string[]>();
  private readonly ownerOf = new Map<string, string>();

  constructor(stored: readonly StoredEvent[]) {
    for (const { event, position } of stored) this.evolve(event, position);
  }

  /** Every value from the one as of position `from` to the one as of position `to`. */
  between(of: Fact, id: string, from: number, to: number): string[] {
    const turns = this.turns.get(`${of} ${id}`) ?? [];
    const before =
      turns.findLast(({ position }) => position <= from)?.value ?? (of === 'verdict' ? 'refused' : 'absent');
    return [before, ...turns.filter(({ position }) => position > from && position <= to).map(({ value }) => value)];
  }

  private evolve({ type, data }: StoredEvent['event'], at: number): void {
    if (type === 'UserRegistered' || type === 'UserEnabled') this.ofAccount(data.userId, 'active', at);
    if (type === 'UserDisabled') this.ofAccount(data.userId, 'disabled', at);
    if (type === 'UserDeleted') this.ofAccount(data.userId, 'deleted', at);
    if (type === 'TokenIssued') this.issue(data, at);
    if (type === 'TokenRevoked') this.ofToken(data.tokenId, 'revoked', at);
  }

  private issue({ tokenId, owner }: { readonly tokenId: string; readonly owner: string }, at: number): void {
    this.tokensOf.set(owner, this.tokensOf.get(owner) ?? []);
    this.tokensOf.get(owner)!.push(tokenId);
    this.ownerOf.set(tokenId, owner);
    this.ofToken(tokenId, 'active', at);
  }

  private ofAccount(id: string, value: string, at: number): void {
    this.turn('account', id, value, at);
    for (const token of this.tokensOf.get(id) ?? []) this.judge(token, at);
  }

  private ofToken(id: string, value: string, at: number): void {
    this.turn('token', id, value, at);
    this.judge(id, at);
  }

  private judge(token: string, at: number): void {
    const good = this.now('token', token) === 'active' && this.now('account', this.ownerOf.get(token)!) === 'active';
    this.turn('verdict', token, good ? 'good' : 'refused', at);
  }

  private now(of: Fact, id: string): string | undefined {
    return this.turns.get(`${of} ${id}`)?.at(-1)?.value;
  }

  private turn(of: Fact, id: string, value: string, position: number): void {
    const key = `${of} ${id}`;
    const turns = this.turns.get(key) ?? [];
    if (turns.at(-1)?.value !== value) turns.push({ position, value });
    this.turns.set(key, turns);
  }
}
