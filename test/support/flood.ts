import net from 'node:net';

export interface Heard {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: any;
}

export const asText = (method: string, path: string, token: string, body?: object): string => {
  const sent = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, 'host: tokens.test', `authorization: Bearer ${token}`];
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${sent.length}`);
  return `${lines.join('\r\n')}\r\n\r\n${sent}`;
};

/**
 * Sends all requests at once, without waiting for an answer: those of one connection in one write (RFC 9112 section
 * 9.3.2). Answers stand in the order of the requests.
 */
export async function flood(url: string, requests: readonly string[], connections: number): Promise<Heard[]> {
  const heard: Heard[] = [];
  const on = (n: number) => requests.flatMap((text, i) => (i % connections === n ? [{ text, i }] : []));
  const talk = async (n: number) => {
    const mine = on(n);
    const answers = await pipelined(
      url,
      mine.map(({ text }) => text),
    );
    for (const [k, { i }] of mine.entries()) heard[i] = answers[k]!;
  };
  await Promise.all(Array.from({ length: connections }, (_, n) => talk(n)));
  return heard;
}

function pipelined(url: string, requests: readonly string[]): Promise<Heard[]> {
  const { hostname, port } = new URL(url);
  const answers: Heard[] = [];
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(requests.join('')));
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = readAnswers(Buffer.concat([rest, chunk]), answers);
      if (answers.length === requests.length) socket.end();
    });
    socket.once('error', reject).once('close', () => {
      if (answers.length === requests.length) resolve(answers);
      else reject(new Error(`${answers.length} of ${requests.length} requests of a connection were answered`));
    });
  });
}

const END = '\r\n\r\n';

/** Takes whole answers off the front of `bytes`; what is left is the start of one. */
function readAnswers(bytes: Buffer, answers: Heard[]): Buffer {
  for (;;) {
    const end = bytes.indexOf(END);
    if (end < 0) return bytes;
    const head = bytes.toString('latin1', 0, end);
    const from = end + END.length;
    const to = from + Number(/^content-length: (\d+)$/im.exec(head)![1]);
    if (bytes.length < to) return bytes;
    const retryAfter = /^retry-after: (.+)$/im.exec(head)?.[1];
    answers.push({ status: Number(head.slice(9, 12)), retryAfter, body: JSON.parse(bytes.toString('utf8', from, to)) });
    bytes = bytes.subarray(to);
  }
}
