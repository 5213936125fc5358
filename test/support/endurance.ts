/** How much is tried: a little in `npm test`, or what `npm run test:endurance` was told. */
export interface Endurance {
  /** What chance is made of: the same seed, the same choices. */
  readonly seed: number;
  readonly seconds: number;
  readonly operations: number;
  /** Of random commands, each on what those before it left behind. */
  readonly sequences: number;
  /** A line for whoever waits. */
  readonly say: (line: string) => void;
}

type Limit = 'seconds' | 'operations' | 'sequences';

const { ENDURANCE } = process.env;

/** `little`: the limits of `npm test`. */
export function endurance<Known extends Limit>(
  little: Pick<Endurance, Known>,
): Pick<Endurance, Known | 'seed' | 'say'> {
  const told = ENDURANCE === undefined ? {} : JSON.parse(ENDURANCE);
  const say = (line: string) => void (ENDURANCE !== undefined && process.stdout.write(`${line}\n`));
  return { seed: Math.floor(Math.random() * 2 ** 31), ...little, ...told, say };
}
