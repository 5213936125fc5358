import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import type { TreeHead } from '@tokenledger/merkle/consistency';
import { anonymous, signedIn } from '../../context.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { BadLog } from '../../verify/bad-log.js';
import { keptFile } from '../../verify/kept-file.js';
import { directorySource, type LogSource, serverSource } from '../../verify/log-source.js';
import { openCheckpoint } from '../../verify/open-checkpoint.js';
import { verifyGrowth } from '../../verify/verify-growth.js';
import { type Progress, verifyLog } from '../../verify/verify-log.js';
import { verifyWitnesses } from '../../verify/verify-witnesses.js';
import { verifyProof } from '../../verify/verify-proof.js';
import { type Finding, goodCheckpoint, goodLog, goodProof } from './finding.js';

export interface Options {
  readonly key: readonly string[];
  readonly witness?: readonly string[];
  readonly since?: string;
  readonly growth?: string;
}

/**
 * Looks at what there is: the log of a server, a directory, a proof, or a checkpoint.
 *
 * @throws BadLog when it is not good.
 */
export async function find(
  what: string | undefined,
  options: Options,
  command: Command,
  progress: Progress,
): Promise<Finding> {
  const since = options.since === undefined ? undefined : await earlier(options.since, options.key);
  const log = await logAt(what, command, since?.size);
  const witnesses = options.witness ?? [];
  if (log) return goodLog(await verifyLog(log, { vkeys: options.key, witnesses, since }, progress), since);
  const text = (await keptFile(what!)).toString();
  if (isCheckpoint(text)) {
    const checkpoint = openCheckpoint(text, options.key);
    verifyWitnesses(text, witnesses);
    return ofCheckpoint(checkpoint, since, options, command);
  }
  if (since) throw new Failure(EXIT.usage, 'A proof is of one event: --since is for a log, or for a checkpoint.');
  const proven = verifyProof(text, options.key);
  verifyWitnesses(proven.note, witnesses);
  return goodProof(proven);
}

const earlier = async (path: string, vkeys: readonly string[]): Promise<Checkpoint> =>
  openCheckpoint((await keptFile(path)).toString(), vkeys, 'the earlier checkpoint');

/** Undefined for a single file. Where nobody is signed in, the server says what is missing. */
async function logAt(what: string | undefined, command: Command, least = 0n): Promise<LogSource | undefined> {
  if (what === undefined)
    return serverSource((await signedIn(command).catch(() => anonymous(command))).connection, least);
  const found = await stat(what).catch(() => undefined);
  return found?.isDirectory() ? directorySource(what) : undefined;
}

/** A proof says in its first line what it is; a checkpoint is a name, a size and a root (C2SP tlog-checkpoint). */
const isCheckpoint = (text: string): boolean => /^[^\n]+\n\d+\n/.test(text);

async function ofCheckpoint(
  checkpoint: Checkpoint,
  since: Checkpoint | undefined,
  { growth }: Options,
  command: Command,
): Promise<Finding> {
  if (since) verifyGrowth(since, checkpoint, await growthOf(since, checkpoint, growth, command));
  return goodCheckpoint(checkpoint, since);
}

/** Whoever gives the proof need not be believed. */
async function growthOf(since: TreeHead, now: TreeHead, file: string | undefined, command: Command) {
  if (file !== undefined) return hashesIn((await keptFile(file)).toString());
  if (since.size >= now.size || since.size === 0n) return [];
  const query = { from: String(since.size), to: String(now.size) };
  const { connection } = await anonymous(command);
  return (await connection.ask((api) => api.GET('/v1/audit/consistency', { params: { query } }))).hashes;
}

function hashesIn(text: string): readonly string[] {
  try {
    const { hashes } = JSON.parse(text) as { hashes: readonly string[] };
    if (hashes.every((hash) => typeof hash === 'string')) return hashes;
  } catch {
    // What is no JSON, or has no list, is no proof either.
  }
  throw new BadLog('the proof of the growth is not what /v1/audit/consistency answers');
}
