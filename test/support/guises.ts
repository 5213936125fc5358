/** The text as anybody could still read it: plain, in hex, and in base64 wherever in a longer text it begins. */
export function guises(text: string): string[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    return (['base64', 'base64url'] as const).map((encoding) =>
      bytes
        .toString(encoding)
        .replaceAll('=', '')
        .slice(before && 4, -2),
    );
  });
  return [text, Buffer.from(text).toString('hex'), ...inBase64];
}
