import { clearProgress, showProgress } from './progress.js';

const PATIENCE_MS = 500;

/** Says what takes so long, and takes it back when it is there. */
export async function waiting<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  let told = false;
  const timer = setTimeout(() => {
    told = true;
    showProgress(`Waiting for ${what} …`);
  }, PATIENCE_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    if (told) clearProgress();
  }
}
