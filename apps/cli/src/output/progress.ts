/** One line of a terminal that comes and goes while something takes long; elsewhere nothing. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

export const clearProgress = (): void => showProgress('');
