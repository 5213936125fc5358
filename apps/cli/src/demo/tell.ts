import { paint } from '../output/paint.js';
import { printable } from '../output/printable.js';
import { padded } from '../output/width.js';

const TITLE_WIDTH = 52;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What a step has come to: the fact beside its title, and lines below. */
export interface Told<Result> {
  readonly result: Result;
  readonly fact: string;
  readonly below?: readonly string[];
}

/** One step of the story, in one line. One that goes wrong is named, and ends it. */
export async function step<Result>(title: string, work: () => Promise<Told<Result>>): Promise<Result> {
  try {
    const { result, fact, below = [] } = await work();
    say(`${paint('green', '✓')} ${padded(title, TITLE_WIDTH)} ${paint('dim', printable(fact))}`);
    for (const line of below) say(`    ${line}`);
    return result;
  } catch (error) {
    say(`${paint('red', '✗')} ${title}`);
    throw error;
  }
}

export const heading = (text: string): void => say(`\n${paint('bold', text)}\n`);
export const ending = (): void => say(`\n${paint('green', 'OK')}`);
