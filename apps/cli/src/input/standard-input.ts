import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { counted } from '../output/counted.js';

const LONGEST = 65_536;

/** A secret a line of standard input; on a terminal each is asked for instead. */
export async function secretsFromInput(...questions: readonly (() => Promise<string>)[]): Promise<string[]> {
  const secrets = process.stdin.isTTY ? await answersTo(questions) : (await lines()).slice(0, questions.length);
  if (secrets.length < questions.length || secrets.includes(''))
    throw new Failure(EXIT.usage, `Standard input has to hold ${counted(questions.length, 'line')}.`);
  return secrets;
}

export const secretFromInput = async (question: () => Promise<string>): Promise<string> =>
  (await secretsFromInput(question))[0]!;

async function answersTo(questions: readonly (() => Promise<string>)[]): Promise<string[]> {
  const answers = [];
  for (const question of questions) answers.push(await question());
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
