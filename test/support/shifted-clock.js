// Loaded before a program (node --import): its wall clock is ahead of the real one by what a file says, in milliseconds.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_SHIFT_FILE;
const RealDate = Date;
const realNow = Date.now;
let shift = 0;

const read = () => {
  shift = Number(readFileSync(file, 'utf8'));
};
read();
setInterval(read, 100).unref();

RealDate.now = () => realNow() + shift;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [target.now()], newTarget),
});
