import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { printable } from '../output/printable.js';
import { setStage } from './stage.js';
import { story } from './story.js';
import { ending, heading } from './tell.js';

const undo: (() => Promise<void>)[] = [];
const cleanUp = async (): Promise<void> => {
  for (const step of undo.splice(0).toReversed()) await step();
};

/** As a shell counts those who die of a signal. */
const EXIT_OF_SIGNAL = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
for (const [signal, code] of Object.entries(EXIT_OF_SIGNAL))
  process.once(signal, () => void cleanUp().finally(() => process.exit(code)));

try {
  heading('The story of a token, from its issue to its proof');
  const stage = await setStage((step) => undo.push(step));
  await story(stage, (step) => undo.push(step));
  await cleanUp();
  ending();
} catch (error) {
  await cleanUp();
  process.stderr.write(`demo: ${printable((error as Error).message)}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : EXIT.refused;
}
