import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { checkMetrics } from './check-metrics.js';
import { httpMetrics } from './http-metrics.js';
import { logMetrics } from './log-metrics.js';

type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * What one application counts, in the text format of Prometheus. Labels take few values, known beforehand: never an id,
 * a path, a name or anything else that a caller has chosen.
 */
export class Metrics {
  private readonly registry = new Registry();
  readonly log = logMetrics(this.registry);
  readonly checked = checkMetrics(this.registry);
  readonly http = httpMetrics(this.registry);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.watch('tokenledger_build_info', 'The version that runs.', ['version', 'node'], () => [
      [{ version: VERSION, node: process.version }, 1],
    ]);
  }

  /** A figure that is read whenever it is asked for; while it cannot be read, it is left out. */
  watch(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly Reading[] | Promise<readonly Reading[]>,
  ): void {
    const gauge = new Gauge({ name, help, labelNames, registers: [this.registry], collect });
    async function collect(): Promise<void> {
      const readings = await Promise.resolve()
        .then(read)
        .catch((): readonly Reading[] => []);
      gauge.reset();
      for (const [labels, value] of readings) gauge.set(labels, value);
    }
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const VERSION: string = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version;
