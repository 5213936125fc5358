import { currentKey, isRefusal, type LogRecovered, recoverLog } from '@tokenledger/domain';
import type { Client, ClientConfig } from 'pg';
import { assembleLedger, type Ledger } from './assemble-ledger.js';
import { type Config, originSchema } from './config.js';
import { KeptCheckpoint } from './event-log/kept-checkpoint.js';
import { findLoss, type Loss } from './find-loss.js';
import { databasePassword, vkeyOf } from './keys/keys.js';
import type { Reporter } from './open-ledger.js';
import { migrate } from './platform/migrate.js';
import { serverRole } from './platform/server-role.js';
import { StartupError } from './platform/startup-error.js';
import { recognise, type RecognisedLog } from './recognise.js';
import { refuseServers } from './refuse-servers.js';
import { revokeRecovered } from './revoke-recovered.js';
import { underStartLock } from './start-lock.js';

/** What an operator has to say to a recovery. */
export interface Wish {
  /** The new name of the log, if it is to be a certain one. */
  readonly origin: string | undefined;
  /** @throws when it is not to be. */
  readonly agree: (loss: Loss, origin: string) => Promise<void>;
}

/**
 * Lets a log go on from an older copy of its database: under a new name, with an event that says so, and with every
 * token revoked. Until that event is committed nothing has changed; whatever dies after it, the next start of a server
 * does the rest, or this once more. Answers the log's name.
 */
export function recoverLedger(
  config: Config,
  login: ClientConfig,
  { say, trouble }: Reporter,
  wish: Wish,
): Promise<string> {
  return underStartLock(login, say, async (migrator) => {
    await refuseServers(migrator);
    await migrate(login, say);
    const log = await recognise(migrator, config);
    if (!log) throw new StartupError('DATABASE_URL', 'the database is empty; restore a copy of it first');
    const kept = new KeptCheckpoint(`${config.dataDir}/checkpoint`);
    const event = await declared(migrator, log, kept, wish);
    const role = await serverRole(migrator, login, databasePassword(log.keys));
    return carryOut(log, event, kept, role, { say, trouble });
  });
}

async function carryOut(
  { opened, names, origin: previous, keys }: RecognisedLog,
  event: LogRecovered | undefined,
  kept: KeptCheckpoint,
  role: ClientConfig,
  { say, trouble }: Reporter,
): Promise<string> {
  const origin = event?.data.origin ?? previous;
  const ledger = assembleLedger(keys, { openedAs: opened.origin, previous, origin }, kept, role, trouble);
  try {
    const from = event ? await append(ledger, event) : names.at(-1)!.from;
    kept.start(ledger.pool, ledger.known, trouble);
    await revokeRecovered(ledger, from, say);
    return origin;
  } finally {
    await ledger.close();
  }
}

/** What is to be said in the log. Undefined where it has been said, and tokens are left that have to be revoked. */
async function declared(
  migrator: Client,
  log: RecognisedLog,
  kept: KeptCheckpoint,
  wish: Wish,
): Promise<LogRecovered | undefined> {
  const note = kept.read();
  const loss = await findLoss(migrator, log, note);
  const begun = log.names.length > 1 && (await hasLiveTokens(migrator, log.names.at(-1)!.from));
  if (begun && (loss === undefined || note === undefined)) return undefined;
  if (!loss)
    throw new StartupError('DATABASE_URL', `the log ${log.origin} agrees with its last checkpoint: nothing to recover`);
  const event = eventOf(log, loss, wish.origin ?? `${log.opened.origin}/recovered-${stamp()}`);
  await wish.agree(loss, event.data.origin);
  return event;
}

async function hasLiveTokens(migrator: Client, before: bigint): Promise<boolean> {
  const { rows } = await migrator.query<{ some: boolean }>(
    `select exists(select from state.tokens where status = 'live' and issued_position < $1) as some`,
    [String(before)],
  );
  return rows[0]!.some;
}

/** A number would come again after the next loss; a time does not. */
const stamp = (): string => `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

function eventOf(
  { origin: previousOrigin, used, keys, life }: RecognisedLog,
  loss: Loss,
  origin: string,
): LogRecovered {
  const { error } = originSchema.safeParse(origin);
  if (error) throw new StartupError('--origin', `${origin}: ${error.issues[0]!.message}`);
  const { signed, found } = loss;
  const decision = recoverLog([...used, ...(signed ? [signed.origin] : [])], {
    origin,
    previousOrigin,
    verifierKey: vkeyOf(origin, keys.log.get(currentKey(life, 'log')!.id)!),
    signed: signed && { origin: signed.origin, ...shown(signed) },
    found: shown(found),
  });
  if (isRefusal(decision)) throw new StartupError('--origin', decision.detail);
  return decision[0]!;
}

const shown = ({ size, root }: Loss['found'] | NonNullable<Loss['signed']>) => ({
  size: String(size),
  root: root.toString('base64'),
});

/** Answers its position. */
async function append({ log }: Ledger, event: LogRecovered): Promise<bigint> {
  const { events } = await log.append({
    actor: { type: 'system', id: 'recovery' },
    permission: null,
    streams: ['log'],
    reads: {},
    decide: () => [event],
    requestId: 'recovery',
  });
  return events[0]!.position;
}
