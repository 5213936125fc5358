import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDataDir } from './homes.js';

const MINUTE = 60_000;
const preloads = ['shifted-clock.js', 'quick-timers.js'].map(
  (file) => `--import=${new URL(file, import.meta.url).href}`,
);

/** A clock that a test sets ahead; a server that has it looks at it a thousand times as often as others. */
export function handSetClock() {
  const file = join(temporaryDataDir(), 'clock-shift');
  const set = (minutes: number): void => writeFileSync(file, String(minutes * MINUTE));
  set(0);
  return { set, env: { NODE_OPTIONS: preloads.join(' '), CLOCK_SHIFT_FILE: file } };
}
