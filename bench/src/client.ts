import { Agent, request } from 'node:http';
import type { World } from './world.js';

export interface Answer {
  readonly ms: number;
  readonly body: { readonly id: string; readonly token: string };
}

const agent = new Agent({ keepAlive: true });

/**
 * One request in the administrator's name, and how long its answer took.
 *
 * @throws when the answer is not of the 2xx kind.
 */
export function ask({ server, admin }: World, method: string, path: string, body?: object): Promise<Answer> {
  const text = body ? JSON.stringify(body) : '';
  const headers = {
    authorization: `Bearer ${admin}`,
    ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
  };
  return new Promise((resolve, reject) => {
    const asked = performance.now();
    const sent = request(`${server.url}${path}`, { method, headers, agent }, (response) => {
      let answer = '';
      response.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      response.on('end', () => {
        const ms = performance.now() - asked;
        if (response.statusCode! < 300) resolve({ ms, body: answer ? JSON.parse(answer) : {} });
        else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${answer}`));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
