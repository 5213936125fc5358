// Loaded before a program (node --import): whoever means to sleep for minutes sleeps for a thousandth of that.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const LONG_MS = 60_000;
const { setTimeout } = timers;

timers.setTimeout = (ms, ...rest) => setTimeout(ms < LONG_MS ? ms : ms / 1000, ...rest);
syncBuiltinESMExports();
