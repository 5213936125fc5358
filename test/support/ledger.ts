import { rmSync, writeFileSync } from 'node:fs';
import type { KeySettings } from '../../apps/server/src/keys/key-settings.js';
import type { Ledger } from '../../apps/server/src/assemble-ledger.js';
import { openLedger } from '../../apps/server/src/open-ledger.js';
import { loginOf } from '../../apps/server/src/platform/migrator-login.js';
import { ADMIN_PASSWORD } from './admin-password.js';
import type { TestDatabase } from './database.js';
import { newDataDir } from './server.js';

export interface TestLedger extends Ledger {
  /** What its attempts have complained of. */
  readonly troubles: readonly unknown[];
  readonly keySettings: KeySettings;
}

/** Without the patience of a real server. */
export const keySettingsOf = (source: KeySettings['source']): KeySettings => ({
  source,
  rotateAfterSeconds: 0,
  publishSeconds: 5,
  overlapSeconds: 0,
  doubtSeconds: 1,
});

/** A log without a server before it, in the process of the test. `keysFile`: whose log it is, if there is one; `kept`: a checkpoint that was. */
export async function openTestLedger(database: TestDatabase, keysFile?: string, kept?: string): Promise<TestLedger> {
  const dataDir = newDataDir();
  if (kept !== undefined) writeFileSync(`${dataDir}/checkpoint`, kept);
  const troubles: unknown[] = [];
  const keys = { secret: undefined, file: keysFile ?? `${dataDir}/keys.json` };
  const config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://tokens.test',
    logOrigin: undefined,
    policyFile: undefined,
    corsOrigins: [],
    trustedProxies: [],
    anchorDir: undefined,
    witnesses: [],
    selfCheckHours: 0,
    logLevel: 'silent',
    dataDir,
    databaseUrl: database.url,
    keys,
    keySettings: keySettingsOf(keys),
    admin: { username: 'admin', secret: ADMIN_PASSWORD, passwordFile: `${dataDir}/first-password` },
  };
  const reporter = { say: () => undefined, trouble: (error: unknown) => void troubles.push(error) };
  const ledger = await openLedger(config, loginOf(database.url), reporter);
  const close = async () => {
    await ledger.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...ledger, troubles, keySettings: config.keySettings, close };
}
