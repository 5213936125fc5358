import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/** Waits until `holds` does. */
export async function until(holds: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + patience; !(await holds()); await sleep(PAUSE_MS))
    if (Date.now() > end) throw new Error(`it never came true: ${holds.toString()}`);
}
