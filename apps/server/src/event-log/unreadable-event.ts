import type { Stored } from '@tokenledger/domain/versions';

/** An entry of a version that this server does not know. */
export class UnreadableEvent extends Error {
  constructor(v: unknown, { position, type, schema }: Stored) {
    super(
      `this server cannot read the event at ${position}, ${type} of schema ${schema} in an entry of version ${String(v)}: ` +
        'it was written by a newer server; update this one',
    );
  }
}
