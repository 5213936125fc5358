import type { KnownKeys } from '@tokenledger/domain';

/** What the log says of its keys: every commit depends on it, and it is read again only when its stream has grown. */
export class RememberedKeys {
  private version: bigint | undefined;
  private keys: KnownKeys = new Map();

  /** `version` of the stream, as it was read under the lock. A log without keys has not been opened yet. */
  async at(version: bigint, read: () => Promise<KnownKeys>): Promise<KnownKeys> {
    if (this.version !== version || this.keys.size === 0) {
      this.keys = await read();
      this.version = version;
    }
    return this.keys;
  }
}
