/** The only writer of results. Standard output holds what was asked for; standard error all that is said beside it. */
export class Output {
  constructor(readonly json: boolean) {}

  /** To a program exactly the API's answer, as one JSON document; to a person what `tell` makes of it. */
  answer<Answer>(answer: Answer, tell: (answer: Answer) => string): void {
    print(this.json ? asJson(answer, 2) : tell(answer));
  }

  /** One of many that come as time goes by: to a program a line of JSON. */
  next<Answer>(answer: Answer, tell: (answer: Answer) => string): void {
    print(this.json ? asJson(answer) : tell(answer));
  }

  /** Said to a person beside the answer. */
  note(line: string): void {
    if (!this.json) process.stderr.write(`${line}\n`);
  }
}

/** JSON leaves DEL and the C1 controls as they are, which some terminals obey. */
const asJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007F-\u009F]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );

const print = (text: string): void => void process.stdout.write(`${text}\n`);
