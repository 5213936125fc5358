import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figure, isMet, tableOf } from './figure.js';
import { appends } from './measures/appends.js';
import { asOf, asOfLarge } from './measures/as-of.js';
import { catchUp } from './measures/catch-up.js';
import { checks } from './measures/checks.js';
import { deletions } from './measures/deletions.js';
import { evidence } from './measures/evidence.js';
import { growthTo } from './measures/growth.js';
import { memory } from './measures/memory.js';
import { permissions } from './measures/permissions.js';
import { restart } from './measures/restart.js';
import { revocations } from './measures/revocations.js';
import { progressOn } from './progress.js';
import { createWorld, type World } from './world.js';

type Measure = (world: World, undo: (() => unknown)[]) => Promise<Figure[]>;

/** In this order: the log grows from one to the next. */
const MEASURES: Record<string, Measure> = {
  permissions,
  appends,
  checks,
  deletions,
  revocations,
  catchUp,
  evidence,
  asOf,
  growth: growthTo(100_000),
};
/** With `--large`: they need a log that takes minutes to make. */
const LARGE: Record<string, Measure> = { memory, growthOfLarge: growthTo(1_000_000), asOfLarge, restart };

const HELP = `npm run bench [-- OPTIONS]

Measures a server with its own database, beside what else one would use, and prints a table.

  --json FILE     writes the figures to FILE as well
  --large         measures a log of two million events too (some ten minutes more)
  --only NAME     one measure: ${[...Object.keys(MEASURES), ...Object.keys(LARGE)].join(', ')}
  --help

Exit code: 0 when every bar is met, 1 when one is missed, 2 when it could not be measured.

  npm run bench
  npm run bench -- --only appends --json appends.json
`;

/** Anything else is a fault of the benchmark, and shows where. */
class WrongOption extends Error {}

const OPTIONS = {
  json: { type: 'string' },
  large: { type: 'boolean', default: false },
  only: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { help, json, large, only } = parsed();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const measures = chosen(large, only);
  // Now, and not in six minutes, it shows whether the file can be written.
  if (json) write(json, []);
  const figures: Figure[] = [];
  try {
    await measureAll(measures, figures);
  } finally {
    // What a failure leaves is worth minutes.
    if (figures.length > 0) console.log(tableOf(figures));
    if (json) write(json, figures);
  }
  return figures.every(isMet) ? 0 : 1;
}

function parsed() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new WrongOption((error as Error).message);
  }
}

function write(file: string, figures: readonly Figure[]): void {
  try {
    writeFileSync(file, `${JSON.stringify(figures.map(told), null, 2)}\n`);
  } catch (error) {
    throw new WrongOption(`--json: ${(error as Error).message}`);
  }
}

function chosen(large: boolean, only: string | undefined): Measure[] {
  const all = { ...MEASURES, ...LARGE };
  if (only === undefined) return Object.values(large ? all : MEASURES);
  const measure = all[only];
  if (!measure) throw new WrongOption(`--only: there is no ${only}; there are ${Object.keys(all).join(', ')}`);
  return [measure];
}

async function measureAll(measures: readonly Measure[], figures: Figure[]): Promise<void> {
  const progress = progressOn(process.stderr);
  const undo: (() => unknown)[] = [];
  try {
    const world = await createWorld(progress, undo);
    for (const measure of measures) figures.push(...(await measure(world, undo)));
  } finally {
    progress.say('stopping');
    for (const step of undo.toReversed()) await step();
    progress.clear();
  }
}

const told = (figure: Figure) => ({ ...figure, met: isMet(figure) });

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof WrongOption ? error.message : String((error as Error)?.stack ?? error));
  return 2;
});
