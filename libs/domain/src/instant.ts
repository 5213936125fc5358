/** A moment as the log writes it, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. Equal length makes text order the order of time. */
export type Instant = string;

export const epochSeconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

/** The whole second of `instant`, `seconds` later: a token's times are JWT NumericDates (RFC 7519 section 2). */
export const secondsLater = (instant: Instant, seconds: number): Instant =>
  new Date((epochSeconds(instant) + seconds) * 1000).toISOString().replace('.000Z', '.000000Z');
