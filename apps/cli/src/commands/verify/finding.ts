import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import type { TreeHead } from '@tokenledger/merkle/consistency';
import { facts } from '../../output/facts.js';
import { shownTime } from '../../output/time.js';
import type { Proven } from '../../verify/verify-proof.js';

/** What was found to be good: for a program, and for a person. */
export interface Finding {
  readonly answer: object;
  readonly told: string;
}

/** Every entry of a log. */
export function goodLog(checkpoint: Checkpoint, since: TreeHead | undefined): Finding {
  const { size, root } = shown(checkpoint);
  return { answer: grown(checkpoint, since), told: `OK, ${size} events, root ${root}${from(since)}` };
}

/** A checkpoint alone: that it was signed, and what it has grown from. */
export function goodCheckpoint(checkpoint: Checkpoint, since: TreeHead | undefined): Finding {
  const { size, root } = shown(checkpoint);
  return { answer: grown(checkpoint, since), told: `OK, signed: ${size} events, root ${root}${from(since)}` };
}

/** One event. */
export function goodProof({ position, envelope, checkpoint }: Proven): Finding {
  const { size, root } = shown(checkpoint);
  const { type, recordedAt, stream, actor, data } = envelope;
  const event = facts([
    ['Type', String(type)],
    ['Recorded', shownTime(recordedAt)],
    ['Stream', String(stream)],
    ['Actor', JSON.stringify(actor)],
    ['Data', JSON.stringify(data)],
  ]);
  return {
    answer: { ok: true, ...shown(checkpoint), position: String(position), event: envelope },
    told: `OK, event ${position} of ${size}, root ${root}\n${event}`,
  };
}

const shown = ({ origin, size, root }: Checkpoint) => ({ origin, size: String(size), root: root.toString('base64') });

const grown = (checkpoint: Checkpoint, since: TreeHead | undefined) => ({
  ok: true,
  ...shown(checkpoint),
  since: since ? String(since.size) : null,
});

const from = (since: TreeHead | undefined): string => (since ? `, grown from the first ${since.size}` : '');
