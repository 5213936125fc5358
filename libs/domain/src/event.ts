/** Personal data as the domain sees it: ciphertext under the key `kid` of the person it is about. */
export interface Sealed<Field extends string = string> {
  readonly kid: string;
  readonly field: Field;
  readonly ct: string;
}

/** An event's personal data also says where its actor was, so a field is found by its name, never by its place. */
export const sealedField = (personal: readonly Sealed[], field: string): Sealed | null =>
  personal.find((sealed) => sealed.field === field) ?? null;

/** The ciphertext of what is written about somebody who has been erased: there is none, and it is shown as `[erased]`. */
export const ERASED = '';

/** What an event is about. */
export interface Subject {
  readonly type: 'log' | 'key' | 'policy' | 'user' | 'token' | 'project';
  readonly id: string;
}

/**
 * Who caused an event: somebody with a credential, or the server's own sweeps, or whoever showed the token `id` itself
 * and nothing else, to end it. `tokenId` is null for somebody who gave a password in this very request.
 */
export type Actor =
  | { readonly type: 'user'; readonly id: string; readonly tokenId: string | null }
  | { readonly type: 'system'; readonly id: string }
  | { readonly type: 'holder'; readonly id: string };

/** The shape of every event, before the log gives it a position and a time. What it holds is changed by a new schema. */
export interface EventOf<
  Type extends string,
  Data extends object,
  Personal extends string = never,
  Schema extends number = 1,
> {
  readonly type: Type;
  readonly schema: Schema;
  readonly stream: string;
  readonly subject: Subject;
  readonly data: Readonly<Data>;
  readonly personal: readonly Sealed<Personal>[];
  /**
   * Keyed digest of the name that this event claims. It is never part of the entry: a digest in the log would outlive
   * the erasure of the person. Whoever holds the keys derives it again from the sealed name.
   */
  readonly claim?: string;
}

/** What brought an event about. */
export interface Meta {
  /** The id of the command's first event: all events of one command have it, one behind the other. */
  readonly correlationId: string;
  /** The event of the same command that brought this one about; null for its first. */
  readonly causationId: string | null;
  /** What the server logged the request under, and answered it with; of its own work a word. */
  readonly requestId: string;
}

/** What the log adds. `position` is decimal, `recordedAt` an {@link Instant}. */
export type Recorded<Event> = Event & {
  readonly id: string;
  readonly position: bigint;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly meta: Meta;
};
