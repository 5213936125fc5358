/** What a client asked, and when: milliseconds of the one monotonic clock of all clients. */
interface Asked {
  readonly client: number;
  readonly invoked: number;
  /** When the last answer was there, or was given up. */
  readonly completed: number;
}

/** The events that begin the commands of this history: one for each command that was carried out. */
export const CHANGES = ['register', 'issue', 'rotate', 'revoke', 'disable', 'enable', 'delete'] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** One change that a client wanted, however often it was asked for with one Idempotency-Key. */
export interface Change extends Asked {
  readonly is: 'change';
  readonly what: ChangeKind;
  /** The account or the token that it is about; of a registration, nobody is known yet. */
  readonly about: string | null;
  /** The session that asked. */
  readonly by: string;
  /** `refused`: a definite no to each attempt. `unknown`: it may be done, or be done yet. */
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
  /** Of the answers that came, the last one last. */
  readonly requestIds: readonly string[];
  /** An attempt was never answered: what it did bears a request id that nobody was told. */
  readonly unanswered: boolean;
  /** What the acknowledgement says of the event. */
  readonly told?: Told | undefined;
}

export interface Told {
  readonly position: number;
  /** The account or the token that there is since, or that the change was about. */
  readonly id: string;
}

/** What somebody was shown of an account or a token. */
export interface Observation extends Asked {
  readonly is: 'observation';
  readonly server: string;
  readonly of: Fact;
  readonly id: string;
  readonly saw: string;
  /** The position that the answer says it is as of. */
  readonly position?: number | undefined;
  /** A text that resembles the token and is not it. */
  readonly misspelled?: boolean | undefined;
}

/** `verdict`: what a check says of a token, `good` or `refused`. */
export type Fact = 'account' | 'token' | 'verdict';

export type Operation = Change | Observation;
