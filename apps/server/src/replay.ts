import { parseArgs } from 'node:util';
import { readConfig } from './config.js';
import { StartupError } from './platform/startup-error.js';
import { type Compared, columnsOf, type Difference } from './replay/differences.js';
import type { Outcome } from './replay/replay.js';

const EXIT = { same: 0, different: 1, cannotTell: 2 };

async function main(args: string[]): Promise<number> {
  const { swap, json } = optionsIn(args);
  const config = readConfig();
  const [{ isDifferent, replayLedger }, { reporterOf }, { besideServers }] = await Promise.all([
    import('./replay-ledger.js'),
    import('./reporter.js'),
    import('./with-database.js'),
  ]);
  const reporter = reporterOf(config, json ? () => undefined : (line) => show(`  ${line}\n`));
  const outcome = await besideServers(config, reporter, (login) =>
    replayLedger(config, login, reporter, { swap, progress }),
  );
  show('');
  process.stdout.write(json ? asJson(outcome, swap) : asText(outcome, swap));
  return isDifferent(outcome) && !swap ? EXIT.different : EXIT.same;
}

function optionsIn(args: string[]): { swap: boolean; json: boolean } {
  try {
    const { values } = parseArgs({ args, options: { swap: { type: 'boolean' }, json: { type: 'boolean' } } });
    return { swap: values.swap ?? false, json: values.json ?? false };
  } catch (error) {
    throw new StartupError('replay', (error as Error).message, { cause: error });
  }
}

function asText({ size, compared }: Outcome, swapped: boolean): string {
  const widest = Math.max(...compared.map(({ model }) => model.length));
  const lines = compared.flatMap(({ model, rows, different, differences }) => [
    `${model.padEnd(widest)}  ${String(rows).padStart(9)} rows  ${different === 0 ? 'as the log has them' : `${different} DIFFERENT`}`,
    ...differences.map((difference) => `  ${difference.key}  ${words(difference)}`),
    ...(different > differences.length ? [`  … and ${different - differences.length} more`] : []),
  ]);
  const done = swapped && compared.some(({ different }) => different > 0);
  const end = done ? ['What differed has been replaced by what the log says.'] : [];
  return [`${size} events, replayed from the first one`, ...lines, ...end, ''].join('\n');
}

function words(difference: Difference): string {
  if (!difference.live) return 'is missing';
  if (!difference.log) return 'is not in the log';
  return columnsOf(difference).join(', ');
}

function asJson({ size, compared }: Outcome, swapped: boolean): string {
  const models = compared.map(({ differences, ...rest }: Compared) => ({
    ...rest,
    differences: differences.map((one) => ({
      key: one.key,
      is: !one.live ? 'missing' : !one.log ? 'unknown' : 'different',
      columns: columnsOf(one),
    })),
  }));
  const ok = models.every(({ different }) => different === 0);
  return `${JSON.stringify({ ok, size: String(size), models, swapped: swapped && !ok }, null, 2)}\n`;
}

let shown = 0;
const PAUSE_MS = 200;

function progress(position: bigint): void {
  if (performance.now() - shown < PAUSE_MS) return;
  shown = performance.now();
  show(`  ${(position + 1n).toLocaleString('en')} events`);
}

/** One line of a terminal that comes and goes; elsewhere nothing. */
function show(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
}

function fail(error: unknown): number {
  const known = error instanceof StartupError;
  show('');
  process.stderr.write(
    known ? `${error.setting}: ${error.message}\n` : `${(error as Error)?.stack ?? String(error)}\n`,
  );
  return EXIT.cannotTell;
}

process.exitCode = await main(process.argv.slice(2)).catch(fail);
