/** Rows for `jsonb_to_recordset`: one parameter, however many there are. 64-bit numbers go as text. */
export const rowsAsJson = (rows: readonly unknown[]): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
