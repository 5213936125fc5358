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
