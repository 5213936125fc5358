import { GrpcError, STATUS } from './grpc-error.js';

/** A flag, and the length of what follows. */
const HEAD = 5;
const PLAIN = 0x00;
const TRAILER = 0x80;

/** The one message of a gRPC-Web request. */
export function messageIn(body: Buffer): Buffer {
  if (body.length < HEAD) throw wrong('it is too short');
  if (body[0] !== PLAIN) throw wrong('it is compressed, or a trailer');
  const length = body.readUInt32BE(1);
  if (body.length !== HEAD + length) throw wrong(`it says ${length} bytes and holds ${body.length - HEAD}`);
  return body.subarray(HEAD);
}

const wrong = (what: string): GrpcError =>
  new GrpcError(STATUS.invalidArgument, `the body is not one gRPC-Web message: ${what}`);

function framed(flag: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head[0] = flag;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

const GOOD = framed(TRAILER, Buffer.from('grpc-status: 0\r\n'));

/** A message, never compressed, and the trailer without which Argo CD's command line takes it for cut off. */
export const answerOf = (message: Uint8Array): Buffer => Buffer.concat([framed(PLAIN, message), GOOD]);

/** A header's value. Argo CD's command line shows it as it is. */
export const messageHeader = (text: string): string =>
  Array.from(Buffer.from(text), (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x25
      ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      : String.fromCodePoint(byte),
  ).join('');
