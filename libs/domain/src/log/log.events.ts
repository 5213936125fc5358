import type { EventOf } from '../event.js';

/** Position 0 of every log: its name, and the fingerprints of the keys that it works with. */
export type LogOpened = EventOf<
  'LogOpened',
  {
    origin: string;
    keys: {
      /** The C2SP verifier key of the log's checkpoints. */
      log: string;
      /** RFC 7638 thumbprint of the key that signs tokens. */
      token: string;
      /** Fingerprint of the key that wraps the keys of persons. */
      wrapping: string;
      /** Fingerprint of the key that names are digested with. */
      digest: string;
    };
  }
>;

/**
 * From here on the log has another name, for its database did not hold what had been signed. Checkpoints of the name
 * before are good up to this position; what they cover beyond it is lost. Every token issued before is revoked.
 */
export type LogRecovered = EventOf<
  'LogRecovered',
  {
    origin: string;
    previousOrigin: string;
    /** The C2SP verifier key of the log's checkpoints from here on. */
    verifierKey: string;
    /** The checkpoint that was kept outside the database, its root in base64; null where none could be read. */
    signed: { origin: string; size: string; root: string } | null;
    found: {
      /** How many events the database held. */
      size: string;
      /** Of the tree over them, in base64. */
      root: string;
    };
  }
>;

/**
 * Rows were found not to be what the log says, when it was replayed, and are being replaced by what it says. Recorded
 * before the first of them is: should that be interrupted, it is done and recorded once more.
 */
export type StateReplaced = EventOf<
  'StateReplaced',
  {
    /** How many events had been replayed. */
    size: string;
    /** The tables, and how many of their rows were others. */
    models: readonly { readonly model: string; readonly rows: number }[];
  }
>;

/**
 * The server has looked at everything that it holds: every stored byte, the tree, and every row that is derived from the
 * log. While the last look has found something, no token is issued.
 */
export type LogChecked = EventOf<
  'LogChecked',
  {
    /** How many events were looked at. */
    size: string;
    /** Of the tree over the bytes that are stored, in base64. */
    root: string;
    /** Whether all was as it should be. */
    ok: boolean;
    /** What was not: at most 20 of them. */
    findings: readonly Finding[];
  }
>;

export interface Finding {
  /** `head`, `tree`, `events`, or the table whose rows are not what the log says. */
  readonly of: string;
  /** Of the first event that is wrong, where it is one. */
  readonly position: string | null;
  /** How many rows are wrong, where it is rows. */
  readonly rows: number | null;
  readonly why: string;
}
