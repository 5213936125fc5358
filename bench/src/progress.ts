/** One line that changes, on a terminal; elsewhere a line for each thing that begins. */
export interface Progress {
  say(what: string): void;
  /** Leaves the line empty for what is printed next. */
  clear(): void;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  const begun = performance.now();
  const elapsed = (): string => `${Math.round((performance.now() - begun) / 1000)} s`.padStart(6);
  return {
    say: (what) => void stream.write(stream.isTTY ? `\r\x1b[K${elapsed()}  ${what}` : `${elapsed()}  ${what}\n`),
    clear: () => void (stream.isTTY && stream.write('\r\x1b[K')),
  };
}
