import * as fc from 'fast-check';
import { csvFields } from './csv-fields.js';

describe('a line of CSV', () => {
  it.each<[string, string[]]>([
    ['', ['']],
    [' ', ['']],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['p, a b ,\tc\t', ['p', 'a b', 'c']],
    ['\uFEFFp,\u00A0a', ['p', 'a']],
    ['a,', ['a', '']],
    [',a', ['', 'a']],
    [',,', ['', '', '']],
    ['"a"', ['a']],
    ['"a,b",c', ['a,b', 'c']],
    [' "a" , "b" ', ['a', 'b']],
    ['" a "', [' a ']],
    ['""', ['']],
    ['"a""b"', ['a"b']],
    ['""""', ['"']],
    ['"{a,b}/*",\'c\'', ['{a,b}/*', "'c'"]],
    ['CN=x;OU=y,z', ['CN=x;OU=y', 'z']],
  ])('%j', (line, fields) => {
    expect(csvFields(line)).toEqual(fields);
  });

  it.each(['"', 'a"', 'a"b"', '"a', '"a"b', '"a" "b"', '"a""', 'a,"b', '"a"b,c', 'p, "a" b, c'])(
    'is not %j',
    (line) => {
      expect(() => csvFields(line)).toThrow(new SyntaxError('A quote stands where none can be read.'));
    },
  );

  it('has the fields that were written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '#', '\t') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        const line = fields.map((text) => ` "${text.replaceAll('"', '""')}" `).join(',');
        expect(csvFields(line)).toEqual(fields);
      }),
    );
  });

  it.each<[string, string]>([
    ['blanks before a quote', `p,${' '.repeat(2000)}x"`],
    ['blanks alone', ' '.repeat(2000)],
    ['blanks behind a quote', `"a"${' '.repeat(2000)}x`],
    ['quotes', '"'.repeat(1999)],
    ['pairs of quotes', `"${'""'.repeat(999)}`],
    ['commas', `${' ,'.repeat(1000)}"`],
  ])('makes nobody wait by %s', (_, line) => {
    const begun = performance.now();
    try {
      csvFields(line);
    } catch {}
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
