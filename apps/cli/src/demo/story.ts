import { randomBytes } from 'node:crypto';
import { registerAccounts, signIn, tidyUp } from './accounts.js';
import { examine, takeEvidence } from './evidence.js';
import { leave } from './leaver.js';
import { tellOfPermissions } from './permissions.js';
import { showProof } from './proof.js';
import type { Stage } from './stage.js';
import { step } from './tell.js';
import { tellOfTokens } from './tokens.js';

/** Told once more it uses other names, so that it can be told anywhere and again. */
export async function story(stage: Stage, undo: (step: () => Promise<void>) => void): Promise<void> {
  const { server, own } = stage;
  await step(own ? 'A server of its own, for this story' : 'The server that runs', async () => ({
    result: undefined,
    fact: server,
  }));
  const admin = await signIn(stage);
  const suffix = randomBytes(3).toString('hex');
  const { leaver, colleague, robot } = await registerAccounts(admin, suffix);
  await tellOfTokens(admin, robot);
  await tellOfPermissions(admin, colleague, suffix);
  await leave(admin, leaver);
  await showProof(admin, leaver);
  const evidence = await takeEvidence(admin, undo);
  await tidyUp(admin, [colleague, robot]);
  await examine(evidence);
}
