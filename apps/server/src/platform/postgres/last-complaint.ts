/** The line of PostgreSQL's stderr that says why it ended. */
export function lastComplaint(stderr: string): string {
  // Answers to our own knocking while it starts explain nothing.
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('the database system is'));
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1);
  return complaint?.trim().replaceAll(/\s+/g, ' ') ?? 'it ended without a word';
}
