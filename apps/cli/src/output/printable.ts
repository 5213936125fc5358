/**
 * Names and reasons are other people's words: a control character in one could rewrite what the terminal shows, a
 * direction mark could turn it around.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (character) =>
    character === '\u200D' ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
