/**
 * A field in quotes, in which two of them are one; or one without, with the blanks around it: what two parts of this could
 * take would be tried in every way.
 */
const FIELD = /(?:\s*"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;

/**
 * The fields of one line of CSV (RFC 4180), without the blanks around them.
 *
 * @throws SyntaxError where a quote stands in the wrong place.
 */
export function csvFields(line: string): readonly string[] {
  const fields: string[] = [];
  for (let [at, separator] = [0, ',']; separator === ','; ) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(line);
    if (!found) throw new SyntaxError('A quote stands where none can be read.');
    const [, quoted, plain = '', next = ''] = found;
    fields.push(quoted?.replaceAll('""', '"') ?? plain.trim());
    [at, separator] = [FIELD.lastIndex, next];
  }
  return fields;
}
