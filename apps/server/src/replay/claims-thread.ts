import { Worker } from 'node:worker_threads';
import type { Keys } from '../keys/keys.js';
import type { SubjectKeys } from '../keys/subject-keys.js';
import { type Claims, kidsIn, type SealedName } from './claims.js';

/** What the thread is told, once: of all keys the one that it needs. */
export interface ThreadData {
  readonly openedAs: string;
  readonly digest: Uint8Array;
}

/** And for each slice: names, and the keys that they open with, in base64. As text: objects would cost more than the work. */
export interface Question {
  readonly names: readonly (SealedName | null)[];
  readonly secrets: readonly (readonly [kid: string, secret: string | undefined])[];
}
export type Answer = readonly (string | null)[];

interface Asked {
  readonly resolve: (claims: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Opens names and digests them beside the fold: a third of a replay's work, and the part that depends on nothing else. */
export class ClaimsThread {
  private readonly worker: Worker;
  /** In this order they are answered. */
  private readonly asked: Asked[] = [];
  /** Since a name did not open, or the thread has ended otherwise. */
  private broken: Error | undefined;

  constructor(
    openedAs: string,
    { digest }: Pick<Keys, 'digest'>,
    private readonly subjectKeys: SubjectKeys,
  ) {
    const workerData: ThreadData = { openedAs, digest };
    this.worker = new Worker(new URL('claims-worker.js', import.meta.url), { workerData });
    this.worker.on('message', (answer: string) => this.asked.shift()!.resolve(JSON.parse(answer) as Answer));
    this.worker.once('error', (error) => {
      this.broken = error;
      for (const { reject } of this.asked) reject(error);
    });
  }

  readonly claims: Claims = async (names) => {
    const kids = kidsIn(names);
    await this.subjectKeys.loadAll(kids);
    const secretOf = async (kid: string) => [kid, (await this.subjectKeys.get(kid))?.toString('base64')] as const;
    const question: Question = { names, secrets: await Promise.all(kids.map(secretOf)) };
    return this.ask(JSON.stringify(question));
  };

  private ask(question: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.broken) reject(this.broken);
      this.asked.push({ resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, and no window
      this.worker.postMessage(question);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
