import { generateKeyPairSync, sign } from 'node:crypto';
import { formatCheckpoint } from '@tokenledger/merkle/checkpoint';
import { emptyFrontier, grow, rootOf } from '@tokenledger/merkle/frontier';
import { leafHash } from '@tokenledger/merkle/hash';
import { type NoteSigner, signNote } from '@tokenledger/merkle/signed-note';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import canonicalize from 'canonicalize';
import type { LogSource } from './log-source.js';
import { verifyLog } from './verify-log.js';

const NAME = 'log.example';

function signer(): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const vkey = formatVkey(NAME, Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'));
  return { name: NAME, vkey, sign: (text) => sign(null, text, privateKey) };
}

const [OLD, NEW, OTHER] = [signer(), signer(), signer()];

const entry = (type: string, data: object, position: number): Buffer =>
  Buffer.from(
    canonicalize({
      v: 1,
      log: NAME,
      position: String(position),
      type,
      recordedAt: '2026-01-01T12:00:00.000000Z',
      data,
    })!,
  );
const opening = entry('LogOpened', { origin: NAME }, 0);
const named = (by: NoteSigner, position = 1) => entry('KeyAdded', { use: 'log', verifierKey: by.vkey }, position);
const retired = (checkpoint: string, position = 2) => entry('KeyRetired', { use: 'log', checkpoint }, position);

const noteOf = (entries: readonly Buffer[], ...by: readonly NoteSigner[]): string => {
  const { frontier } = grow(emptyFrontier, entries.map(leafHash));
  return signNote(formatCheckpoint({ origin: NAME, size: frontier.size, root: rootOf(frontier) }), by);
};

/** What a server shows: it may be asked twice, each time for the entries and then for their hashes. */
function source(note: string, ...looks: readonly (readonly Buffer[])[]): LogSource {
  let asked = 0;
  const entries = () => looks[Math.min(asked++ >> 1, looks.length - 1)]!;
  return {
    checkpoint: async () => note,
    entries: async () => Buffer.concat(entries().flatMap((one) => [lengthOf(one), one])),
    hashes: async () => Buffer.concat(entries().map(leafHash)),
  };
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return length;
}

const verified = (log: LogSource, ...known: readonly NoteSigner[]) =>
  verifyLog(log, { vkeys: known.map(({ vkey }) => vkey), witnesses: [], since: undefined }, () => undefined);
const log = (lastWord: string, by: NoteSigner = NEW) => [opening, named(by), retired(lastWord)];

it('leads from an old key to the one that it has named', async () => {
  const entries = log(noteOf([opening, named(NEW)], OLD, NEW));
  expect((await verified(source(noteOf(entries, NEW), entries), OLD)).size).toBe(3n);
});

describe('leads nowhere', () => {
  const forged = [opening, named(OTHER)];
  const genuine = [opening, named(NEW)];

  it.each<[string, readonly Buffer[], NoteSigner, string]>([
    ['by what a key has not signed', log(noteOf(forged, OTHER), OTHER), OTHER, 'no known key has signed'],
    ['to a key that was named behind the last word', log(noteOf([opening], OLD)), NEW, 'no known key has signed'],
    ['by the last word of another log', log(noteOf(genuine, OLD, NEW), OTHER), OTHER, 'its first 2 events are others'],
    ['by a last word about what is to come', log(noteOf([...genuine, opening, opening], OLD)), NEW, 'had 4'],
    ['by no last word', genuine, NEW, 'no known key has signed'],
  ])('%s', async (_, entries, by, words) => {
    await expect(verified(source(noteOf(entries, by), entries), OLD)).rejects.toThrow(words);
  });

  it('by a log that is another one when it is looked at again', async () => {
    const lastWord = noteOf(genuine, OLD);
    const evil = log(lastWord, OTHER);
    const seen = source(noteOf(evil, OTHER), evil, [...genuine, retired(lastWord)]);
    await expect(verified(seen, OLD)).rejects.toThrow('not with the root');
  });
});
