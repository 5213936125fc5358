/** PostgreSQL's ids of element types, as pg_type has them. */
const OID = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, uuid: 2950, jsonb: 3802 };

/** How one kind of element looks on the wire: how long it is, and its bytes. */
interface Element<Value> {
  readonly oid: number;
  readonly size: (value: Value) => number;
  readonly put: (buffer: Buffer, at: number, value: Value) => unknown;
}

const HEADER_BYTES = 20;
const NULL = -1;

/**
 * An array in PostgreSQL's binary format (array_send), for a parameter that is cast to its type: `$1::uuid[]`. pg would
 * write it as text, which takes both sides several times as long to make and to read.
 */
const array =
  <Value>({ oid, size, put }: Element<Value>) =>
  (values: readonly (Value | null | undefined)[]): Buffer => {
    const sizes = values.map((value) => (value === null || value === undefined ? NULL : size(value)));
    const buffer = Buffer.allocUnsafe(sizes.reduce((sum, bytes) => sum + 4 + Math.max(bytes, 0), HEADER_BYTES));
    writeHeader(buffer, oid, values.length, sizes.includes(NULL));
    let at = HEADER_BYTES;
    for (let i = 0; i < sizes.length; i++) {
      const bytes = sizes[i]!;
      at = buffer.writeInt32BE(bytes, at);
      if (bytes === NULL) continue;
      put(buffer, at, values[i] as Value);
      at += bytes;
    }
    return buffer;
  };

/** One dimension that begins at 1. */
function writeHeader(buffer: Buffer, oid: number, length: number, hasNull: boolean): void {
  for (const [i, field] of [1, hasNull ? 1 : 0, oid, length, 1].entries()) buffer.writeInt32BE(field, 4 * i);
}

/** @throws TypeError for anything but hex digits: what they do not fill would be whatever the memory held before. */
function hex(buffer: Buffer, at: number, digits: string): void {
  if (buffer.write(digits, at, 'hex') * 2 !== digits.length) throw new TypeError('these are not hex digits');
}

const UUID_DIGITS = 32;

function uuid(buffer: Buffer, at: number, id: string): void {
  const digits = id.replaceAll('-', '');
  if (digits.length !== UUID_DIGITS) throw new TypeError('this is not a UUID');
  hex(buffer, at, digits);
}

/** A version, 1, goes before the text. */
const json = array<string>({
  oid: OID.jsonb,
  size: (text) => 1 + Buffer.byteLength(text),
  put: (to, at, text) => to.write(text, to.writeUInt8(1, at)),
});
const jsonb = (values: readonly unknown[]): Buffer =>
  json(values.map((value) => (value === null ? null : JSON.stringify(value))));

export const arrayOf = {
  bytea: array<Buffer>({ oid: OID.bytea, size: ({ length }) => length, put: (to, at, bytes) => bytes.copy(to, at) }),
  /** Bytes that are known by their hex digits. */
  hex: array<string>({ oid: OID.bytea, size: ({ length }) => length / 2, put: hex }),
  int2: array<number>({ oid: OID.int2, size: () => 2, put: (to, at, value) => to.writeInt16BE(value, at) }),
  int4: array<number>({ oid: OID.int4, size: () => 4, put: (to, at, value) => to.writeInt32BE(value, at) }),
  int8: array<bigint>({ oid: OID.int8, size: () => 8, put: (to, at, value) => to.writeBigInt64BE(value, at) }),
  text: array<string>({
    oid: OID.text,
    size: (text) => Buffer.byteLength(text),
    put: (to, at, text) => to.write(text, at),
  }),
  uuid: array<string>({ oid: OID.uuid, size: () => 16, put: uuid }),
  jsonb,
  texts: jsonb,
};
