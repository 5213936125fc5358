/** A JSON value with one spelling under RFC 8785: numbers are safe integers, strings are well-formed. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

/**
 * The RFC 8785 (JCS) form of a value: equal values give equal text, and no enumerable part is dropped or converted.
 *
 * @throws {TypeError} for anything outside {@link CanonicalValue}; the message holds the JSON pointer (RFC 6901) of
 * the place and the kind of fault, never the value.
 * @throws {RangeError} for a cycle, or for nesting deeper than the stack.
 */
export function canonicalJson(value: CanonicalValue): string {
  return write(value, undefined, '');
}

/** A container on the way down; turned into a JSON pointer only for a refusal. */
interface Place {
  readonly parent: Place | undefined;
  readonly key: string | number;
}

function write(value: unknown, parent: Place | undefined, key: string | number): string {
  if (typeof value === 'string') return quote(value) ?? refuse('a lone surrogate', { parent, key });
  if (typeof value === 'number') return integer(value, parent, key);
  if (value === null || value === true || value === false) return String(value);
  const place = { parent, key };
  if (typeof value !== 'object') return refuse(`a value of type ${typeof value}`, place);
  if (isPlainObject(value)) return object(value, place);
  if (isPlainArray(value)) return array(value, place);
  return refuse('an instance of a class', place);
}

function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isPlainArray(value: object): value is readonly unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

function integer(value: number, parent: Place | undefined, key: string | number): string {
  return Number.isSafeInteger(value) ? String(value) : refuse('a number that is no safe integer', { parent, key });
}

function array(values: readonly unknown[], place: Place): string {
  if (Object.keys(values).length !== values.length) refuse('an array with holes or named members', place);
  let text = '';
  for (let index = 0; index < values.length; index++) {
    text += (index === 0 ? '' : ',') + write(values[index], place, index);
  }
  return `[${text}]`;
}

// RFC 8785 section 3.2.3 orders names by UTF-16 code units, as Array.prototype.sort does without a comparator.
function object(members: Readonly<Record<string, unknown>>, place: Place): string {
  if (Object.getOwnPropertySymbols(members).length > 0) refuse('a member named by a symbol', place);
  let text = '';
  for (const name of Object.keys(members).sort()) {
    const label = quote(name) ?? refuse('a member name with a lone surrogate', place);
    text += `${text === '' ? '' : ','}${label}:${write(members[name], place, name)}`;
  }
  return `{${text}}`;
}

const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

// JSON.stringify escapes exactly what RFC 8785 section 3.2.2.2 asks for, once lone surrogates are out of the way.
function quote(text: string): string | undefined {
  if (!SPECIAL.test(text)) return `"${text}"`;
  return LONE_SURROGATE.test(text) ? undefined : JSON.stringify(text);
}

function refuse(fault: string, place: Place): never {
  throw new TypeError(`no canonical JSON for ${fault} at "${pointer(place)}"`);
}

function pointer({ parent, key }: Place): string {
  return parent ? `${pointer(parent)}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
}
