import type { Pattern } from './pattern.js';

interface Element {
  readonly has: (character: string) => boolean;
  /** The only character that it has, where there is only one. */
  readonly literal?: string;
}
/** Any characters, `/` among them. */
const STAR = '*';
type Sequence = readonly (Element | typeof STAR)[];

/** More than somebody can read. */
const MOST_ALTERNATIVES = 100;
const DEEPEST = 20;

/**
 * A glob as Argo CD reads it: `*` is any characters and `?` any one, `[ab]`, `[!ab]`, `[a-z]`, `{one,other}`, and `\` stands
 * before a character that is meant. Matching takes at most as many steps as pattern times word is long: no pattern makes
 * it stand still.
 *
 * @throws SyntaxError for what is none.
 */
export function glob(text: string): Pattern {
  const known = KNOWN.get(text) ?? patternOf(text);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  // With braces it may take a hundred times the place, and whoever makes tokens may make many of them.
  if (!text.includes('{')) KNOWN.set(text, known);
  return known;
}

/** Tokens say the same few scopes with every request. */
const KNOWN = new Map<string, Pattern>();
const MOST_KNOWN = 1000;

function patternOf(text: string): Pattern {
  const sequences = new Reader(text).read();
  const prefix = sequences.map(prefixOf).reduce(common);
  const one = sequences.length === 1 ? sequences[0]! : [];
  const isLiteral = sequences.length === 1 && Array.from(prefix).length === one.length;
  return {
    text,
    mode: 'glob',
    has: isLiteral
      ? (word) => word === prefix
      : (word) => word.startsWith(prefix) && sequences.some((sequence) => isMatch(sequence, Array.from(word))),
    only: isLiteral ? prefix : undefined,
    prefix,
    isPrefix: one.at(-1) === STAR && Array.from(prefix).length === one.length - 1,
  };
}

/** Reads a glob into what it may be: one sequence for each choice among its braces. */
class Reader {
  private readonly characters: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.characters = Array.from(text);
  }

  read(): readonly Sequence[] {
    const sequences = this.sequences('');
    if (this.at < this.characters.length) throw new SyntaxError(`a ${this.characters[this.at]} without its {`);
    return sequences;
  }

  /** Up to one of the characters `ends`. */
  private sequences(ends: string): readonly Sequence[] {
    let read: readonly Sequence[] = [[]];
    for (let next = this.characters[this.at]; next !== undefined; next = this.characters[this.at]) {
      if (ends.includes(next) || next === '}') break;
      this.at++;
      read = joined(read, next === '{' ? this.choices() : [[this.element(next)]]);
    }
    return read;
  }

  private choices(): readonly Sequence[] {
    if (++this.depth > DEEPEST) throw new SyntaxError(`braces in more than ${DEEPEST} others`);
    const choices: Sequence[] = [];
    do {
      choices.push(...this.sequences(',}'));
      if (this.at >= this.characters.length) throw new SyntaxError('a { without its }');
    } while (this.characters[this.at++] === ',');
    this.depth--;
    return choices;
  }

  private element(character: string): Element | typeof STAR {
    if (character === '*') return STAR;
    if (character === '?') return { has: () => true };
    if (character === '[') return this.set();
    return literal(this.meant(character));
  }

  /** The character itself, or the one behind it that it stands before. */
  private meant(character: string): string {
    return character === '\\' ? this.taken('a character after \\') : character;
  }

  private set(): Element {
    const negated = this.characters[this.at] === '!';
    if (negated) this.at++;
    const ranges: [string, string][] = [];
    for (let next = this.taken(']'); next !== ']' || ranges.length === 0; next = this.taken(']')) {
      const from = this.meant(next);
      ranges.push([from, this.endOfRange(from)]);
    }
    return { has: (character) => ranges.some((range) => isIn(range, character)) !== negated };
  }

  private endOfRange(from: string): string {
    if (this.characters[this.at] !== '-' || this.characters[this.at + 1] === ']') return from;
    this.at++;
    const to = this.meant(this.taken('the end of a range'));
    if (!isIn([from, to], from)) throw new SyntaxError(`the range ${from}-${to}, which is empty`);
    return to;
  }

  private taken(what: string): string {
    const character = this.characters[this.at++];
    if (character === undefined) throw new SyntaxError(`${what} is missing`);
    return character;
  }
}

/** By code points: the halves of the characters beyond the first 65,536 would stand before others. */
const isIn = ([from, to]: readonly [string, string], character: string): boolean =>
  from.codePointAt(0)! <= character.codePointAt(0)! && character.codePointAt(0)! <= to.codePointAt(0)!;

const literal = (character: string): Element => ({ has: (other) => other === character, literal: character });

function joined(before: readonly Sequence[], after: readonly Sequence[]): readonly Sequence[] {
  if (before.length * after.length > MOST_ALTERNATIVES) throw new SyntaxError(`more than ${MOST_ALTERNATIVES} choices`);
  return before.flatMap((first) => after.map((second) => [...first, ...second]));
}

/** Of all stars only the last one passed can still have to take more: what was before it has been settled. */
function isMatch(sequence: Sequence, word: readonly string[]): boolean {
  let [at, in_, star, taken] = [0, 0, -1, 0];
  while (in_ < word.length) {
    const element = sequence[at];
    if (element === STAR) [star, taken] = [at++, in_];
    else if (element?.has(word[in_]!)) [at, in_] = [at + 1, in_ + 1];
    else if (star >= 0) [at, in_] = [star + 1, ++taken];
    else return false;
  }
  while (sequence[at] === STAR) at++;
  return at === sequence.length;
}

/** The characters that are sure, up to the first that is not. */
function prefixOf(sequence: Sequence): string {
  const end = sequence.findIndex((element) => element === STAR || element.literal === undefined);
  const sure = end < 0 ? sequence : sequence.slice(0, end);
  return sure.map((element) => (element as Element).literal).join('');
}

function common(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
