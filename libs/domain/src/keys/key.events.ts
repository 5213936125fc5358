import type { EventOf } from '../event.js';
import type { KeyUse } from './key.js';

/** RFC 7517, public parts only. */
export interface TokenJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** A key that nothing is made with yet. Whoever verifies learns of it before its first use. */
export type KeyAdded = EventOf<
  'KeyAdded',
  {
    /** Whether it signs the log's checkpoints or tokens, or wraps the keys of persons. */
    use: KeyUse;
    /** Its id: of a key of the log what its verifier key ends in, of one of tokens its RFC 7638 thumbprint, of one that wraps its fingerprint. */
    key: string;
    /** Of a key of the log: the C2SP verifier key, under the log's name. */
    verifierKey?: string;
    /** Of a key of tokens: its public half, for whoever verifies a token when the key is published no more. */
    jwk?: TokenJwk;
  }
>;

/** From here on whatever is made is made with this key. Two keys of the log both sign, until the older one is retired. */
export type KeyActivated = EventOf<
  'KeyActivated',
  {
    use: KeyUse;
    key: string;
    /** The key in whose place it is. */
    previous: string;
  }
>;

/**
 * The key has had its time: no checkpoint behind this event is signed with it; or no token is left that it has signed, and none
 * is verified with it any more; or it wraps no key of a person any more.
 */
export type KeyRetired = EventOf<
  'KeyRetired',
  {
    use: KeyUse;
    key: string;
    /** Of a key of the log: a checkpoint that it has signed, behind the event that names the key that goes on. */
    checkpoint?: string;
  }
>;

/** No server that runs holds this key any more, which wrapped the keys of persons: what is left under it cannot be read. */
export type KeyDestroyed = EventOf<
  'KeyDestroyed',
  {
    use: KeyUse;
    key: string;
  }
>;

export type KeyEvent = KeyAdded | KeyActivated | KeyRetired | KeyDestroyed;
