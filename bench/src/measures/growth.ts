import type { Figure } from '../figure.js';
import { interleaved } from '../interleaved.js';
import { growTo } from '../seed-tokens.js';
import type { World } from '../world.js';

const SMALL = 10_000;
const CALLERS = 64;

/** What is left of the rates of a small log once there are `size` events or more in it. Both are on one database server. */
export const growthTo =
  (size: number) =>
  async (world: World): Promise<Figure[]> => {
    const { ledger: large, progress } = world;
    const small = await world.startLedger(`small_${process.hrtime.bigint()}`);
    try {
      await growTo({ ledger: small, progress }, SMALL);
      const events = (await growTo(world, size)).toLocaleString('en');
      const rates = await interleaved(progress, {
        'append, small': (ms) => small.ask<number>({ do: 'append', callers: CALLERS, ms }),
        'append, large': (ms) => large.ask<number>({ do: 'append', callers: CALLERS, ms }),
        'check, small': (ms) => small.ask<number>({ do: 'check', callers: CALLERS, ms }),
        'check, large': (ms) => large.ask<number>({ do: 'check', callers: CALLERS, ms }),
      });
      return (['append', 'check'] as const).map((what) => ({
        measure: `${what} rate at ${events} events`,
        value: rates[`${what}, large`] / rates[`${what}, small`],
        unit: '×',
        bar: { least: 0.8 },
        of: `${Math.round(rates[`${what}, large`])}/s against ${Math.round(rates[`${what}, small`])}/s at ${SMALL.toLocaleString('en')} events`,
      }));
    } finally {
      await small.stop();
    }
  };
