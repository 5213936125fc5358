const characters = new Intl.Segmenter();
const WIDE =
  /^(\p{Emoji_Presentation}|\p{sc=Han}|\p{sc=Hangul}|\p{sc=Hiragana}|\p{sc=Katakana}|[\u3000-\u303F\uFF01-\uFF60])/u;

/** How many columns of a terminal a text takes. */
export function width(text: string): number {
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

export const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));
