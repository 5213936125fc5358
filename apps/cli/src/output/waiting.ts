const PATIENCE_MS = 500;

/** Says on a terminal what takes so long, and takes it back when it is there. */
export async function waiting<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  if (!process.stderr.isTTY) return answer;
  let told = false;
  const timer = setTimeout(() => {
    told = process.stderr.write(`Waiting for ${what} …`);
  }, PATIENCE_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    if (told) process.stderr.write('\r\u001B[K');
  }
}
