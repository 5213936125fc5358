import type { Pattern } from '@tokenledger/domain';
import { RE2JS, RE2JSException } from 're2js';

/** Which match any word, however it is spelled. */
const EVERYTHING = new Set(['', '.*', '^.*']);

/** `x{1000}` is written with few characters and looked at with many steps, for each character of a word. */
const MOST_STEPS = 1000;

/**
 * A regular expression of RE2, as Argo CD reads it: any part of a word may match. It takes time in proportion to the word,
 * whatever somebody has written.
 *
 * @throws SyntaxError for what is none.
 */
export function regex(text: string): Pattern {
  const compiled = compile(text);
  const isPrefix = EVERYTHING.has(text);
  return { text, mode: 'regex', has: (word) => compiled.matcher(word).find(), only: undefined, prefix: '', isPrefix };
}

function compile(text: string): RE2JS {
  try {
    const compiled = RE2JS.compile(text);
    if (compiled.programSize() > MOST_STEPS)
      throw new SyntaxError(`it repeats too much: more than ${MOST_STEPS} steps`);
    return compiled;
  } catch (error) {
    if (error instanceof RE2JSException) throw new SyntaxError(error.message.replace('error parsing regexp: ', ''));
    throw error;
  }
}
