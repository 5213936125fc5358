/** How the words of rules are read: as globs, or as regular expressions of which any part of a word may be one. */
export type MatchMode = 'glob' | 'regex';

/** What a word of a rule stands for: the words that it has. */
export interface Pattern {
  readonly text: string;
  readonly mode: MatchMode;
  has(word: string): boolean;
  /** The only word that it has; undefined where there may be others. */
  readonly only: string | undefined;
  /** What every word that it has begins with. */
  readonly prefix: string;
  /** Whether it has every word that begins so. */
  readonly isPrefix: boolean;
}

/** This word and no other, whatever it is spelled with. */
export const exactly = (word: string): Pattern => ({
  text: word,
  mode: 'glob',
  has: (other) => other === word,
  only: word,
  prefix: word,
  isPrefix: false,
});

export const isEverything = ({ isPrefix, prefix }: Pattern): boolean => isPrefix && prefix === '';

/** Whether every word of `inner` is surely one of `outer`. No is not the opposite: it says that nobody can tell so easily. */
export function isWithin(inner: Pattern, outer: Pattern): boolean {
  if (isEverything(outer)) return true;
  if (inner.only !== undefined) return outer.has(inner.only);
  if (outer.isPrefix) return inner.prefix.startsWith(outer.prefix);
  return inner.text === outer.text && inner.mode === outer.mode;
}

/** Whether surely no word is in both. */
export function isApart(a: Pattern, b: Pattern): boolean {
  if (a.only !== undefined) return !b.has(a.only);
  if (b.only !== undefined) return !a.has(b.only);
  return !a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix);
}
