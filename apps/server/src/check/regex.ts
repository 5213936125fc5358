import type { Pattern } from '@tokenledger/domain';
import { RE2JS, RE2JSException } from 're2js';

/** What most of them are: plain characters, behind a `^` or not, and then a `$`, a `.*`, or nothing. */
const PLAIN = /^(\^?)([\w/:@ -]*)(\$|\.\*|)$/;

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
  const has = (word: string) => compiled.matcher(word).find();
  return { text, mode: 'regex', has, only: undefined, prefix: '', isPrefix: false, ...plain(text) };
}

/** The same, where it is easily had: there may be a thousand of them for one question. */
function plain(text: string): Partial<Pattern> | undefined {
  const [, start, characters = '', end] = PLAIN.exec(text) ?? [];
  if (end === undefined || (start === '' && end === '$')) return undefined;
  if (end === '$') return { has: (word) => word === characters, only: characters, prefix: characters };
  if (start === '' && characters !== '') return { has: (word) => word.includes(characters) };
  return { has: (word) => word.startsWith(characters), prefix: characters, isPrefix: true };
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
