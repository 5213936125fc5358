/** Strict RFC 4648 section 4: the one spelling with padding that encodes these bytes, or `undefined`. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
