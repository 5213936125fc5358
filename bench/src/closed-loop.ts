/** What `callers` callers, each waiting for its answer before it asks again, came to in `ms` milliseconds. */
export interface Rate {
  readonly perSecond: number;
}

/** @throws what a call throws: a rate with failures in it is no rate. */
export async function closedLoop(
  callers: number,
  ms: number,
  call: (caller: number) => Promise<unknown>,
): Promise<Rate> {
  const begun = performance.now();
  let calls = 0;
  const caller = async (_: unknown, i: number): Promise<void> => {
    for (; performance.now() - begun < ms; calls++) await call(i);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (calls * 1000) / (performance.now() - begun) };
}
