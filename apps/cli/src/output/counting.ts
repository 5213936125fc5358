import { clearProgress, showProgress } from './progress.js';

const PAUSE_MS = 200;

/** Shows how far something long has come, where somebody looks. */
export interface Counting {
  (done: bigint, all: bigint): void;
  end(): void;
}

export function counting(what: string): Counting {
  let shown = 0;
  const show = (done: bigint, all: bigint): void => {
    if (performance.now() - shown < PAUSE_MS) return;
    shown = performance.now();
    showProgress(`${bar(done, all)} ${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`);
  };
  return Object.assign(show, { end: clearProgress });
}

const WIDTH = 20n;

function bar(done: bigint, all: bigint): string {
  const full = Number((done * WIDTH) / (all || 1n));
  return `[${'#'.repeat(full)}${'.'.repeat(Number(WIDTH) - full)}]`;
}
