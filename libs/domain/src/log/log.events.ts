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
