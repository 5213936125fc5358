import type { CommandLine } from './command-line.js';

/** `tokenledger witness`, in a process of its own. */
export interface RunningWitness {
  readonly url: string;
  /** Of its cosignatures. */
  readonly key: string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** `log`: the key of the log that it witnesses; `state`: its folder, which outlives it. */
export async function startWitness(
  cli: CommandLine,
  name: string,
  log: string,
  state: string,
): Promise<RunningWitness> {
  const child = cli.start(['witness', '--name', name, '--log', log, '--state', state, '--port', '0']);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await new Promise<string>((resolve) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes('ready: ')) resolve(text);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void ended.then(() => resolve(text));
  });
  const [, key, url] = /^(\S+)\nWitness is ready: (\S+)\n/.exec(said) ?? [];
  if (!url) throw new Error(`the witness says: ${said}`);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { url, key: key!, stop: () => end('SIGTERM'), kill: async () => void (await end('SIGKILL')) };
}
