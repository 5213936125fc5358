import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import { NoteError } from '@tokenledger/merkle/signed-note';
import type { Envelope } from './envelope.js';
import { BadLog } from './bad-log.js';
import { openCheckpoint } from './open-checkpoint.js';

interface Named {
  readonly vkey: string;
  readonly position: bigint;
}

/**
 * What a log says of the keys that sign it: which came next, and in a checkpoint the last word of each that went. Nothing of it
 * is believed but what a key that is known has signed.
 */
export class KeyHistory {
  private readonly named: Named[] = [];
  private readonly lastWords: string[] = [];

  see({ type, data }: Envelope, position: bigint): void {
    const { use, verifierKey, checkpoint } = (data ?? {}) as Record<string, unknown>;
    if (use !== 'log') return;
    if (type === 'KeyAdded' && typeof verifierKey === 'string') this.named.push({ vkey: verifierKey, position });
    if (type === 'KeyRetired' && typeof checkpoint === 'string') this.lastWords.push(checkpoint);
  }

  /**
   * The way from keys that are known to whoever has signed `note`: checkpoints, each signed by a key that is known by then, and
   * naming the next. All of them have to be of this log.
   *
   * @throws BadLog where there is none.
   */
  wayTo(note: string, vkeys: readonly string[]): readonly Checkpoint[] {
    const known = new Set(vkeys);
    const way: Checkpoint[] = [];
    for (const lastWord of this.lastWords) {
      const checkpoint = opened(lastWord, [...known]);
      if (!checkpoint) continue;
      way.push(checkpoint);
      for (const { vkey, position } of this.named) if (position < checkpoint.size) known.add(vkey);
    }
    openCheckpoint(note, [...known]);
    return way;
  }
}

/** Undefined where nobody known has signed it. */
function opened(note: string, vkeys: readonly string[]): Checkpoint | undefined {
  try {
    return openCheckpoint(note, vkeys, 'the last checkpoint of a key');
  } catch (error) {
    if (error instanceof BadLog && error.cause instanceof NoteError && error.cause.code === 'unknown_key')
      return undefined;
    throw error;
  }
}
