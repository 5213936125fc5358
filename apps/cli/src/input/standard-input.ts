import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { askSecret } from './ask.js';

const LONGEST = 65_536;

/** A line of standard input for each question; at a terminal the questions are asked, and the answers not shown. */
export async function secretsFromInput(questions: readonly string[]): Promise<string[]> {
  const secrets = process.stdin.isTTY ? await askEach(questions) : await lines();
  if (secrets.length < questions.length || secrets.slice(0, questions.length).includes(''))
    throw new Failure(
      EXIT.usage,
      `Standard input has to hold ${questions.length === 1 ? 'a line' : `${questions.length} lines`}.`,
    );
  return secrets;
}

export const secretFromInput = async (question: string): Promise<string> => (await secretsFromInput([question]))[0]!;

async function askEach(questions: readonly string[]): Promise<string[]> {
  const answers = [];
  for (const question of questions) answers.push(await askSecret(question));
  return answers;
}

/** The end of a line is no part of a password. */
async function lines(): Promise<string[]> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    text += chunk as string;
    if (text.length > LONGEST) throw new Failure(EXIT.usage, 'Standard input is far too long for this.');
  }
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
