/** Something that took a place in the log, and when it was asked for and acknowledged. */
export interface Placed {
  readonly invoked: number;
  /** Infinity for what was never acknowledged. */
  readonly acknowledged: number;
  readonly first: number;
  readonly last: number;
}

/** What a moment says of positions: some were acknowledged before it, some were asked for only after it. */
export class RealTime {
  private readonly acknowledged: readonly Mark[];
  private readonly asked: readonly Mark[];

  constructor(placed: readonly Placed[]) {
    this.acknowledged = running(
      placed.map(({ acknowledged: time, last: position }) => ({ time, position })).sort((a, b) => a.time - b.time),
      Math.max,
    );
    this.asked = running(
      placed.map(({ invoked: time, first: position }) => ({ time: -time, position })).sort((a, b) => a.time - b.time),
      Math.min,
    );
  }

  /** The highest position that was acknowledged before; everything up to it was committed before. -1 for none. */
  acknowledgedBefore = (time: number): number => markBefore(this.acknowledged, time)?.position ?? -1;

  /** The lowest position that was asked for after; it and everything beyond it was committed after. */
  askedAfter = (time: number): number => markBefore(this.asked, -time)?.position ?? Number.POSITIVE_INFINITY;
}

interface Mark {
  readonly time: number;
  readonly position: number;
}

const running = (marks: readonly Mark[], most: (a: number, b: number) => number): Mark[] => {
  const result: Mark[] = [];
  for (const { time, position } of marks)
    result.push({ time, position: most(position, result.at(-1)?.position ?? position) });
  return result;
};

/** The last mark that is strictly before `time`. */
function markBefore(marks: readonly Mark[], time: number): Mark | undefined {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.time < time) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1];
}
