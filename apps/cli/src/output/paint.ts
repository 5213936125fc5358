import { styleText } from 'node:util';

export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** https://no-color.org: any value that is not empty means no. */
const { NO_COLOR = '', TERM = '' } = process.env;
const wanted = process.stdout.isTTY && process.stderr.isTTY && NO_COLOR === '' && TERM !== 'dumb';

export const paint = (colour: Colour | undefined, text: string): string =>
  wanted && colour !== undefined ? styleText(colour, text) : text;
