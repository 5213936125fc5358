import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Cosigner, cosign } from '@tokenledger/merkle/cosignature';
import { splitNote } from '@tokenledger/merkle/split-note';
import { replaceDurably } from '../credentials/replace-durably.js';
import { judge, type Seen } from './judge.js';

/** Of one log: what was cosigned last, as it is served. */
interface Kept {
  readonly size: string;
  readonly root: string;
  readonly note: string;
}

type State = Readonly<Record<string, Kept>>;

/**
 * Cosigns what goes on from what it has cosigned before, and keeps that in a file. Judging and keeping are one step under
 * the file's lock, also for two processes on one file: otherwise one could take back what the other has just promised.
 */
export class Witness {
  constructor(
    private readonly file: string,
    private readonly vkeys: readonly string[],
    private readonly cosigner: Cosigner,
  ) {}

  /**
   * Answers the line of the cosignature. It is in the file before it is told.
   *
   * @throws NotCosigned
   */
  async add(body: string): Promise<string> {
    let line = '';
    await replaceDurably(this.file, async () => {
      const state = await this.read();
      const { checkpoint, text, note } = judge(body, this.vkeys, (origin) => seenIn(state, origin));
      line = cosign(text, BigInt(Math.floor(Date.now() / 1000)), this.cosigner);
      const { origin, size, root } = checkpoint;
      const kept = { size: String(size), root: root.toString('base64'), note: signedBy(note, origin) + line };
      return `${JSON.stringify({ ...state, [origin]: kept }, null, 2)}\n`;
    });
    return line;
  }

  /** The last checkpoint of a log, with its signature and ours; a log is asked for by the SHA-256 of its origin, in hex. */
  async newest(digest: string): Promise<string | undefined> {
    const found = Object.entries(await this.read()).find(([origin]) => sha256(origin) === digest);
    return found?.[1].note;
  }

  private async read(): Promise<State> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')) as State;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
  }
}

function seenIn(state: State, origin: string): Seen | undefined {
  const kept = Object.hasOwn(state, origin) ? state[origin] : undefined;
  return kept && { size: BigInt(kept.size), root: Buffer.from(kept.root, 'base64') };
}

/** Without the lines of others, of which nothing has been verified. */
function signedBy(note: string, origin: string): string {
  const { text } = splitNote(note);
  const own = note.slice(text.length + 1).match(/^.*\n/gm)!;
  return `${text}\n${own.filter((line) => line.startsWith(`— ${origin} `)).join('')}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
