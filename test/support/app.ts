import type { INestApplicationContext, Type } from '@nestjs/common';
import { createApp } from '../../apps/server/src/create-app.js';
import type { KeySettings } from '../../apps/server/src/keys/key-settings.js';
import { createLogger } from '../../apps/server/src/platform/logger.js';
import { Api } from './api.js';
import { createDatabase, type TestDatabase } from './database.js';
import { openTestLedger, type TestLedger } from './ledger.js';

/** A server in the process of the test, with a log of its own: to ask its parts what no door tells. */
export interface TestApp {
  readonly api: Api;
  readonly ledger: TestLedger;
  readonly database: TestDatabase;
  part<Part>(type: Type<Part>): Part;
  close(): Promise<void>;
}

export const PUBLIC_URL = 'http://tokens.test';

export async function startApp(keySettings: Partial<KeySettings> = {}): Promise<TestApp> {
  const database = await createDatabase();
  const ledger = await openTestLedger(database);
  const config = {
    publicUrl: PUBLIC_URL,
    selfCheckHours: 0,
    witnesses: [],
    corsOrigins: [],
    trustedProxies: [],
    keySettings: { ...ledger.keySettings, ...keySettings },
  };
  const app = await createApp(ledger, config, createLogger('silent'));
  await app.listen(0, '127.0.0.1');
  const context: INestApplicationContext = app;
  return {
    api: new Api(await app.getUrl()),
    ledger,
    database,
    part: (type) => context.get(type),
    async close() {
      await app.close();
      await ledger.close();
      await database.drop();
    },
  };
}
