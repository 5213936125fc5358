/** What was looked at is not what was signed, or is no log. */
export class BadLog extends Error {
  /** `position`: of the first entry that is wrong, as far as it shows. */
  constructor(
    why: string,
    readonly position?: bigint,
    options?: ErrorOptions,
  ) {
    super(position === undefined ? why : `position ${position}: ${why}`, options);
  }
}
