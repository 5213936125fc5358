/** Chance that can be repeated: the same seed gives the same choices in the same order (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between = (low: number, high: number): number => low + this.next() * (high - low);
  chance = (probability: number): boolean => this.next() < probability;
  pick = <Item>(items: readonly Item[]): Item => items[Math.floor(this.next() * items.length)]!;

  /** Of items with weights. */
  weighed<Item>(items: readonly (readonly [Item, number])[]): Item {
    let rest = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    return (items.find(([, weight]) => (rest -= weight) < 0) ?? items.at(-1)!)[0];
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
}
