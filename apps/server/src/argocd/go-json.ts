import type { DescMessage, MessageShape } from '@bufbuild/protobuf';

type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/** As Go's gateway writes a message: names as they are in JSON, zero values left out, 64-bit numbers as numbers. */
export const goJson = <Schema extends DescMessage>(schema: Schema, message: MessageShape<Schema>): string =>
  escaped(JSON.stringify(valueOf(schema, message)));

type Fields = Readonly<Record<string, unknown>>;

function valueOf({ fields }: DescMessage, message: Fields): Json {
  const written = fields.flatMap((field) => {
    const value = message[field.localName];
    const inner = field.message;
    const shown = inner && Array.isArray(value) ? value.map((one) => valueOf(inner, one as Fields)) : plain(value);
    return isZero(shown) ? [] : [[field.jsonName, shown] as const];
  });
  return Object.fromEntries(written);
}

const plain = (value: unknown): Json => (typeof value === 'bigint' ? Number(value) : (value as Json));
const isZero = (value: Json): boolean =>
  value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);

/** encoding/json of Go, so that what is in an answer can stand in a page. */
const escaped = (json: string): string =>
  json.replaceAll(/[<>&\u2028\u2029]/g, (one) => `\\u${one.codePointAt(0)!.toString(16).padStart(4, '0')}`);
