import type { Frontier } from '@tokenledger/merkle/frontier';
import { Growth } from '@tokenledger/merkle/growth';
import { proveInclusion } from '@tokenledger/merkle/inclusion';
import { formatTlogProof } from '@tokenledger/merkle/tlog-proof';

/** Proofs for the events of one commit, against the checkpoint that was signed with it. Made when somebody asks. */
export class Receipts {
  private growth: Growth | undefined;

  constructor(
    private readonly before: Frontier,
    private readonly leaves: readonly Buffer[],
    private readonly checkpoint: string,
  ) {}

  /** The text of a C2SP tlog-proof. */
  async of(position: bigint): Promise<string> {
    this.growth ??= new Growth(this.before, this.leaves);
    const size = this.before.size + BigInt(this.leaves.length);
    const hashes = await proveInclusion(position, size, this.growth);
    return formatTlogProof({ index: position, hashes, checkpoint: this.checkpoint });
  }
}
