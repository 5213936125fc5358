import type { Frontier } from '@tokenledger/merkle/frontier';
import { Growth } from '@tokenledger/merkle/growth';
import { proveInclusion } from '@tokenledger/merkle/inclusion';
import { formatTlogProof } from '@tokenledger/merkle/tlog-proof';
import type { DraftedEvent } from './draft.js';

/** Proofs for the events of one commit, against the checkpoint that was signed with it. Made when somebody asks. */
export class Receipts {
  private growth: Growth | undefined;

  constructor(
    private readonly before: Frontier,
    private readonly events: readonly DraftedEvent[],
    readonly checkpoint: string,
  ) {}

  /** The text of a C2SP tlog-proof, with the entry in it. */
  async of(position: bigint): Promise<string> {
    this.growth ??= new Growth(
      this.before,
      this.events.map(({ leaf }) => leaf),
    );
    const size = this.before.size + BigInt(this.events.length);
    const hashes = await proveInclusion(position, size, this.growth);
    const { entry } = this.events[Number(position - this.before.size)]!;
    return formatTlogProof({ extra: entry, index: position, hashes, checkpoint: this.checkpoint });
  }
}
