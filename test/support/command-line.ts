import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../apps/cli/bin/tokenledger.js', import.meta.url));
const PATIENCE_MS = 60_000;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The command line as a person without a terminal has it: a process a command, and a home that is its own. */
export class CommandLine {
  readonly home = mkdtempSync(join(tmpdir(), 'tokenledger-home-'));
  readonly credentials = join(this.home, '.config/tokenledger/credentials.json');
  /** Everything that any command has said. */
  said = '';

  constructor(private readonly server: string) {}

  async run(args: readonly string[], { input = '', env = {} }: Around = {}): Promise<Ran> {
    const child = this.start(args, env);
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.stdin!.on('error', () => undefined).end(input);
    const ran = await outcomeOf(child).finally(() => clearTimeout(timer));
    this.said += ran.stdout + ran.stderr;
    return ran;
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const { PATH = '' } = process.env;
    const around = { PATH, HOME: this.home, TOKENLEDGER_SERVER: this.server, ...env };
    return spawn(process.execPath, [BIN, ...args], { env: around, stdio: ['pipe', 'pipe', 'pipe'] });
  }

  /** Has to succeed; its standard output. */
  async ok(args: readonly string[], around?: Around): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, around);
    if (code !== 0) throw new Error(`tokenledger ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  async json(args: readonly string[], around?: Around): Promise<any> {
    return JSON.parse(await this.ok([...args, '--json'], around));
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function outcomeOf(child: ChildProcess): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
