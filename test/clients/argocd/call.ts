import {
  create,
  type DescMethodUnary,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { request } from 'node:http';

/** What Argo CD's command line fails with: a status of gRPC, or that it could not make sense of the answer. */
export class CallFailed extends Error {}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As its proxy sends it: HTTP/1.1, a new connection each time, the token in a header of its own. */
export const post = (url: string, path: string, body: Buffer, headers: Record<string, string>): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

export const headersFor = (token: string, body: Buffer): Record<string, string> => ({
  'content-type': 'application/grpc-web+proto',
  token,
  'user-agent': 'argocd-client/v3.5.1 grpc-go/1.81.1',
  'grpc-accept-encoding': 'gzip',
  'accept-encoding': 'gzip',
  'content-length': String(body.length),
});

export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Calls a method as the command line does. @throws CallFailed with what it would print. */
export async function call<I extends DescMessage, O extends DescMessage>(
  url: string,
  token: string,
  method: DescMethodUnary<I, O>,
  message: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  const body = framed(toBinary(method.input, create(method.input, message)));
  const path = `/${method.parent.typeName}/${method.name}`;
  const heard = await post(url, path, body, headersFor(token, body));
  return fromBinary(method.output, messageOf(heard, `${url}${path}`));
}

/** An error is read from the headers alone; of the body one message and a trailer are wanted, and no flag is looked at. */
export function messageOf({ status, headers, body }: Heard, url: string): Uint8Array {
  if (status !== 200)
    throw new CallFailed(`rpc error: code = Unknown desc = POST ${url} failed with status code ${status}`);
  const code = headers['grpc-status'];
  if (code !== undefined && code !== '0')
    throw new CallFailed(`code = ${String(code)} desc = ${String(headers['grpc-message'])}`);
  const messages = framesOf(body);
  if (messages.length !== 1) throw new CallFailed('cardinality violation');
  return messages[0]!;
}

function framesOf(body: Buffer): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let at = 0; ; ) {
    if (body.length < at + 5) throw new CallFailed('unexpected EOF');
    const length = body.readUInt32BE(at + 1);
    if (body[at]! & 0x80) return messages;
    if (body.length < at + 5 + length) throw new CallFailed('unexpected EOF');
    messages.push(body.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
}
