// The codecs of Argo CD's messages, from the descriptions beside this file. With --check: whether they are what is committed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BIN = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));
const COMMITTED = fileURLToPath(new URL('../src/argocd', import.meta.url));

const generate = (into) =>
  execFileSync(join(BIN, 'buf'), ['generate', '-o', into], {
    cwd: HERE,
    env: { ...process.env, PATH: `${BIN}:${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const filesIn = (folder) =>
  JSON.stringify(
    readdirSync(join(folder, 'gen'))
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, 'gen', name), 'utf8')]),
  );

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'tokenledger-proto-'));
  generate(fresh);
  const same = filesIn(fresh) === filesIn(COMMITTED);
  rmSync(fresh, { recursive: true });
  if (!same) {
    console.error('apps/server/src/argocd/gen is stale: run npm run generated');
    process.exitCode = 1;
  }
} else generate(COMMITTED);
