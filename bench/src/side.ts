import { fork, type Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of its own that answers questions, one at a time: what is compared shares nothing but the machine. */
export interface Side<Question> {
  ask<Answer>(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** The other end of it. */
export interface Answering<Question> {
  answer(question: Question): Promise<unknown>;
  close(): Promise<void>;
}

export type Reply = { readonly answer: unknown } | { readonly error: string };

/** @param script in `sides/`; it must call `answerQuestions`. */
export async function startSide<Question>(script: string, setting: object): Promise<Side<Question>> {
  const file = fileURLToPath(new URL(`sides/${script}.js`, import.meta.url));
  const child = fork(file, [JSON.stringify(setting)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`))),
  );
  ended.catch(() => undefined);
  const reply = () => Promise.race([new Promise<Reply>((resolve) => child.once('message', resolve as never)), ended]);
  const answered = async () => {
    const told = await reply();
    if ('error' in told) throw new Error(`${script}: ${told.error}`);
    return told.answer;
  };
  await answered();
  return {
    async ask<Answer>(question: Question) {
      const answer = answered();
      child.send(question as Serializable);
      return (await answer) as Answer;
    },
    async stop() {
      // It may have ended with the database that was taken from it.
      if (child.connected) child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}

/** To be called by a script in `sides/`. It ends when nobody can ask any more. */
export async function answerQuestions<Question>(open: (setting: never) => Promise<Answering<Question>>): Promise<void> {
  const side = await open(JSON.parse(process.argv[2]!) as never);
  process.on('message', (question: Question) => {
    side.answer(question).then(
      (answer) => reply({ answer: answer ?? null }),
      (error: unknown) => reply({ error: String((error as Error).stack ?? error) }),
    );
  });
  process.once('disconnect', () => void side.close().finally(() => process.exit(0)));
  reply({ answer: null });
}

const reply = (told: Reply) => process.send!(told);
