import type { Refusal } from '@tokenledger/domain';

/** A refusal on its way to whoever asked. Not a fault: it is expected, and has been decided. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}
