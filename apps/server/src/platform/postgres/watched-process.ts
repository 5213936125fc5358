import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Unprivileged } from './as-unprivileged.js';
import { SYSTEM_ENVIRONMENT } from './system-environment.js';

/** A process that does not outlive us, not even when we are killed with SIGKILL. */
export interface WatchedProcess {
  readonly exited: Promise<void>;
  hasExited(): boolean;
  succeeded(): boolean;
  /** The last it said on stderr. */
  tail(): string;
  /** Asks it to end, waits until it has. */
  stop(): Promise<void>;
}

// When our end of the shell's stdin closes, as it does however we die, the process gets SIGTERM and SIGINT; to
// PostgreSQL the second is the fast shutdown. It is not enough alone: a shell starts background jobs with SIGINT
// ignored, so one that has yet to install its handlers would miss it. The pid cannot be recycled before the shell has
// collected it. The traps keep both shells in place when a service manager sends SIGTERM to all of us at once: we are
// draining then.
const WATCH = `
exec 3<&0 </dev/null
trap : HUP INT TERM
"$0" "$@" 3<&- & child=$!
(trap '' HUP INT TERM; read -r line <&3; kill -TERM $child; kill -INT $child) >/dev/null 2>&1 & watcher=$!
exec 3<&-
while wait $child; status=$?; kill -0 $child 2>/dev/null; do :; done
kill -KILL $watcher
exit $status`;

export function startWatched(runAs: Unprivileged, command: string, args: readonly string[]): WatchedProcess {
  const child = launch(runAs, ['/bin/sh', '-c', WATCH, command, ...args]);
  const exited = endOf(child);
  return {
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    succeeded: () => child.exitCode === 0,
    tail: tailOf(child),
    async stop() {
      child.stdin.destroy();
      await exited;
    },
  };
}

function launch(runAs: Unprivileged, command: readonly string[]): ChildProcessByStdio<Writable, null, Readable> {
  const [program = '', ...args] = [...runAs.prefix, ...command];
  return spawn(program, args, {
    ...runAs.account,
    cwd: '/',
    env: SYSTEM_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true, // Ctrl-C in a terminal must not reach it before we have drained
  });
}

async function endOf(child: ChildProcessByStdio<Writable, null, Readable>): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  child.stdin.destroy(); // had only the shell been killed, the process would still run
  await Promise.race([closed, sleep(500, undefined, { ref: false })]); // last words
}

function tailOf(child: ChildProcessByStdio<Writable, null, Readable>): () => string {
  let tail = '';
  child.once('error', ({ message }) => (tail = message));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (tail = (tail + text).slice(-4000)));
  return () => tail;
}
