import { printable } from '../output/printable.js';
import { setStage } from './stage.js';
import { story } from './story.js';
import { ending, heading } from './tell.js';

const undo: (() => Promise<void>)[] = [];
const cleanUp = async (): Promise<void> => {
  for (const step of undo.splice(0).toReversed()) await step();
};

const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
for (const [signal, code] of Object.entries(EXIT_OF_SIGNAL))
  process.once(signal, () => {
    process.exitCode = code;
    void cleanUp().finally(() => process.exit());
  });

try {
  heading('The story of a token, from its issue to its proof');
  const stage = await setStage((step) => undo.push(step));
  await story(stage);
  await cleanUp();
  ending();
} catch (error) {
  await cleanUp();
  process.stderr.write(`demo: ${printable((error as Error).message)}\n`);
  process.exitCode ||= 1;
}
