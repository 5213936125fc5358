import type { State } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import type { RememberedPart } from './fold.js';

type Put = (state: State) => void;

/** What every decision depends on, and few events change: it is read again only when its stream has grown. */
export class Remembered {
  private readonly known = new Map<string, { readonly version: bigint; readonly put: Put }>();

  /** Puts each part into `state`, as of the versions of the streams that were read under the lock. */
  async into(
    state: State,
    db: ClientBase,
    parts: readonly RememberedPart[],
    versions: ReadonlyMap<string, bigint>,
  ): Promise<void> {
    for (const part of parts) {
      const { stream } = part;
      const version = versions.get(stream) ?? -1n;
      const known = this.known.get(stream);
      const put = known?.version === version ? known.put : await part.read(db);
      // Of what is not there yet nothing is remembered: it may come with an event of another stream.
      if (put) this.known.set(stream, { version, put });
      put?.(state);
    }
  }
}
