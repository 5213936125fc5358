import { builtInPermissions, type Permissions } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { storedPermissions } from './permissions.table.js';
import { regex } from './regex.js';

/** The rules as this process has read them. Whoever asks says how new they have to be. */
export class PermissionsInForce {
  private held: Permissions = builtInPermissions(regex);

  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Those that were set at `position`, or newer ones; 0: none have been set. */
  async since(position: bigint): Promise<Permissions> {
    if (position <= this.held.position) return this.held;
    const read = await storedPermissions(this.pool);
    if (!read || read.position < position) throw new Error(`the rules of ${position} are not there`);
    if (read.position > this.held.position) this.held = read;
    return read;
  }
}
