import { isDue } from './anchor.js';

const MINUTE = 60_000;
const last = { checkpoint: 'a', at: 0 };

it.each([
  ['nothing has happened', 'a', 59, false],
  ['an hour of silence is over', 'a', 60, true],
  ['something has happened a moment ago', 'b', 9, false],
  ['what has happened has to leave', 'b', 10, true],
])('another checkpoint when %s', (_, checkpoint, minutes, due) => {
  expect(isDue(last, { checkpoint, at: minutes * MINUTE })).toBe(due);
});
