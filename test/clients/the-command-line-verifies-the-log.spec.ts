import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine, type Ran } from '../support/command-line.js';
import { startEndingWay } from '../support/ending-way.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { seededTokens } from '../support/seeded-tokens.js';
import { storedEvents } from '../support/stored-events.js';

let server: OneServer;
let cli: CommandLine;
let vkey: string;
let directory: string;
let exported: string;
let size: number;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tokenledger-evidence-'));
  exported = join(directory, 'evidence');
  server = await startOneServer();
  const { id } = (await server.api.post('/v1/users', server.admin, { username: 'ci', kind: 'service' })).body;
  await seededTokens(server, id, 600);
  vkey = (await storedEvents(server.database))[0]!.event.data.keys.log;
  cli = new CommandLine(server.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
  await cli.ok(['export', exported]);
  size = Number(readFileSync(join(exported, 'checkpoint'), 'utf8').split('\n')[1]);
});

afterAll(async () => {
  cli?.remove();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const verify = (...args: string[]): Promise<Ran> => cli.run(['verify', ...args, '--key', vkey]);

/** A copy of the export, of which one file is otherwise. */
function altered(file: string, change: (content: Buffer) => Buffer): string {
  const copy = mkdtempSync(join(directory, 'altered-'));
  cpSync(exported, copy, { recursive: true });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file))));
  return copy;
}

/** Where each entry of a bundle begins, and where the last one ends. */
function bounds(bundle: Buffer): number[] {
  const found = [0];
  while (found.at(-1)! < bundle.length) found.push(found.at(-1)! + 2 + bundle.readUInt16BE(found.at(-1)!));
  return found;
}

/** The bundle, with its entries as `change` makes them. */
function entries(change: (all: string[]) => string[]): (bundle: Buffer) => Buffer {
  return (bundle) => {
    const at = bounds(bundle);
    const all = at.slice(1).map((end, i) => bundle.toString('utf8', at[i]! + 2, end));
    return Buffer.concat(
      change(all).flatMap((entry) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(Buffer.byteLength(entry));
        return [length, Buffer.from(entry)];
      }),
    );
  };
}

const FIRST = 'tile/entries/000';
const SECOND = 'tile/entries/001';
const last = (): string => `tile/entries/002.p/${size - 512}`;

describe('a log as it was signed', () => {
  it('is good, as files and at its server', async () => {
    for (const where of [[exported], []]) {
      const { code, stdout } = await verify(...where);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^OK, \d+ events, root [A-Za-z0-9+/]{43}=\n$/)]);
    }
  });

  it('is told to a program too', async () => {
    expect(await cli.json(['verify', exported, '--key', vkey])).toMatchObject({ ok: true, size: String(size) });
  });

  it('needs no server, no account and no home', async () => {
    const { code } = await cli.run(['verify', exported, '--key', vkey], {
      env: { TOKENLEDGER_SERVER: '', HOME: '/nowhere' },
    });
    expect(code).toBe(0);
  });
});

describe('what is otherwise is found', () => {
  const cases: [string, () => string, (content: Buffer) => Buffer, string][] = [
    ['one byte of an entry', () => FIRST, (bundle) => bundle.fill(bundle[40]! ^ 1, 40, 41), 'position 0: '],
    [
      'a word in an entry',
      () => SECOND,
      entries((all) => all.with(7, all[7]!.replace('TokenIssued', 'TokenissueD'))),
      'position 263: the entry is not the one whose hash is in the tree',
    ],
    [
      'the spelling of an entry',
      () => FIRST,
      entries((all) => all.with(3, all[3]!.replace('{', '{ '))),
      'position 3: the entry is no object in canonical form',
    ],
    [
      'two entries in each other’s places',
      () => FIRST,
      entries((all) => all.with(8, all[9]!).with(9, all[8]!)),
      'position 8: ',
    ],
    ['an entry that is gone', () => FIRST, entries((all) => all.toSpliced(100, 1)), 'position 100: '],
    ['an entry that was put in', () => FIRST, entries((all) => all.toSpliced(100, 0, all[100]!)), 'position 101: '],
    ['the last entry, gone', last, entries((all) => all.slice(0, -1)), 'the entry is not there'],
    [
      'a time',
      () => FIRST,
      entries((all) => all.with(50, all[50]!.replace(/"recordedAt":"\d{4}/, '"recordedAt":"2001'))),
      'position 50: the entry is older than the one before it',
    ],
    [
      'an entry of another log',
      () => FIRST,
      entries((all) => all.with(5, all[5]!.replace('"log":"tokens.test"', '"log":"other.test"'))),
      'position 5: the entry is of the log other.test',
    ],
    ['a hash', () => 'tile/0/001', (tile) => tile.fill(tile[64]! ^ 1, 64, 65), 'position 258: '],
    ['a tile that is too short', () => 'tile/0/000', (tile) => tile.subarray(32), 'position 0: '],
    [
      'the size that was signed',
      () => 'checkpoint',
      (note) => Buffer.from(note.toString().replace(/\n\d+\n/, '\n5\n')),
      'the checkpoint: ',
    ],
    ['the end of a bundle', () => FIRST, (bundle) => bundle.subarray(0, -1), 'position 255: '],
  ];

  it.each(cases)('%s', async (_, file, change, why) => {
    const { code, stdout, stderr } = await verify(altered(file(), change));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(why);
  });

  it('also by a program', async () => {
    const copy = altered(
      SECOND,
      entries((all) => all.with(7, all[7]!.replace('TokenIssued', 'TokenissueD'))),
    );
    const { code, stdout } = await cli.run(['verify', copy, '--key', vkey, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, position: '263' });
  });

  it('another key', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const other = formatVkey('tokens.test', Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'));
    const { code, stderr } = await cli.run(['verify', exported, '--key', other]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no known key')]);
  });
});

const kept = (text: string): string => {
  const path = join(mkdtempSync(join(directory, 'kept-')), 'a.tlog-proof');
  writeFileSync(path, text);
  return path;
};

const entryOf = (text: string): string => /^extra (?<entry>.*)$/m.exec(text)!.groups!['entry']!;
const withEntry = (text: string, change: (entry: string) => string): string => {
  const entry = Buffer.from(entryOf(text), 'base64').toString();
  return text.replace(entryOf(text), Buffer.from(change(entry)).toString('base64'));
};

describe('a receipt', () => {
  let receipt: string;
  let tokenId: string;
  let file: string;

  beforeAll(async () => {
    const { body } = await server.api.post('/v1/tokens', server.admin, { name: 'with a receipt' });
    ({ receipt, id: tokenId } = body);
    file = kept(receipt);
  });

  it('shows what the event says, without a server', async () => {
    const { code, stdout } = await cli.run(['verify', file, '--key', vkey], {
      env: { TOKENLEDGER_SERVER: '', HOME: '/nowhere' },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^OK, event \d+ of \d+, root [A-Za-z0-9+/]{43}=\nType {6}TokenIssued\nRecorded {2}20/);
  });

  it('shows it to a program too, and as anybody who may read the trail is given it later', async () => {
    const told = await cli.json(['verify', file, '--key', vkey]);
    expect(told).toMatchObject({ ok: true, event: { type: 'TokenIssued', data: { tokenId } } });
    const { body } = await server.api.get(`/v1/audit/events/${told['position']}/proof`, server.admin);
    const later = await cli.json(['verify', kept(body), '--key', vkey]);
    expect(later['event']).toEqual(told['event']);
    expect(Number(later['size'])).toBeGreaterThan(Number(told['size']));
  });

  it.each<[string, (text: string) => string, number, string]>([
    ['another event', (text) => withEntry(text, (entry) => entry.replace('TokenIssued', 'TokenissueD')), 1, 'lead'],
    ['another place', (text) => text.replace(/^index .*$/m, 'index 0'), 1, 'lead'],
    ['a hash that is gone', (text) => text.replace(/^index .*\n.*$/m, (two) => two.split('\n')[0]!), 1, 'lead'],
    ['another size', (text) => text.replace(/\ntokens.test\n\d+/, '\ntokens.test\n9999'), 1, 'checkpoint: '],
    ['a text that is no proof', () => 'hello\n', 1, 'this is no proof'],
    ['nothing at all', () => '', 1, 'this is no proof'],
    ['no event', (text) => text.replace(/^extra .*\n/m, ''), 2, 'does not carry'],
  ])('with %s is not taken', async (_, change, code, why) => {
    expect(await verify(kept(change(receipt)))).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(why),
    });
  });

  it('has not grown from anything', async () => {
    expect((await verify(file, '--since', join(exported, 'checkpoint'))).code).toBe(2);
  });
});

describe('a checkpoint that was kept', () => {
  let before: string;
  let now: string;
  let growth: string;

  beforeAll(async () => {
    before = join(exported, 'checkpoint');
    await server.api.post('/v1/tokens', server.admin, { name: 'one more' });
    const note = (await server.api.get('/log/checkpoint')).body;
    now = join(directory, 'now.checkpoint');
    writeFileSync(now, note);
    growth = join(directory, 'growth.json');
    const { body } = await server.api.get(`/v1/audit/consistency?from=${size}&to=${note.split('\n')[1]}`);
    writeFileSync(growth, JSON.stringify(body));
  });

  it('is what the log has grown from: its files, its server, and a later checkpoint', async () => {
    const grown = { code: 0, stdout: expect.stringMatching(new RegExp(`grown from the first ${size}\n$`)) };
    expect(await verify(exported, '--since', before)).toMatchObject(grown);
    expect(await verify('--since', before)).toMatchObject(grown);
    expect(await verify(now, '--since', before)).toMatchObject(grown);
  });

  it('is so without a server, for whoever has the proof', async () => {
    const offline = { env: { TOKENLEDGER_SERVER: 'http://127.0.0.1:9' } };
    const asked = ['verify', now, '--since', before, '--key', vkey];
    expect((await cli.run([...asked, '--growth', growth], offline)).code).toBe(0);
    expect((await cli.run(asked, offline)).code).toBe(2);
  });

  it('is not what an earlier one has grown from', async () => {
    expect(await verify(before, '--since', now)).toMatchObject({ code: 1, stderr: expect.stringContaining('and had') });
    expect(await verify(exported, '--since', now)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('and had'),
    });
  });

  it('is not shown to be it by another proof', async () => {
    for (const text of ['', '{}', '[]', '{"hashes":[]}', '{"hashes":["aGk="]}', '{"hashes":[1]}']) {
      writeFileSync(growth, text);
      expect((await verify(now, '--since', before, '--growth', growth)).code).toBe(1);
    }
  });

  it('is good by itself when it was signed', async () => {
    expect(await verify(now)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^OK, signed: \d+ events/) });
    writeFileSync(now, readFileSync(now, 'utf8').replace(/\n\d+\n/, '\n7\n'));
    expect((await verify(now)).code).toBe(1);
  });
});

describe('what cannot be told', () => {
  it('ends with 2: a file that is missing, a server that is not there, nobody signed in', async () => {
    const copy = altered(FIRST, (bundle) => bundle);
    rmSync(join(copy, SECOND));
    expect(await verify(copy)).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read') });
    expect(await verify(join(directory, 'nowhere'))).toMatchObject({ code: 2 });
    const away = { env: { TOKENLEDGER_SERVER: 'http://127.0.0.1:9' } };
    expect(await cli.run(['verify', '--key', vkey], away)).toMatchObject({ code: 2 });
    const stranger = new CommandLine(server.api.url);
    expect(await stranger.run(['verify', '--key', vkey])).toMatchObject({ code: 2 });
    stranger.remove();
  });

  it('is wrong usage without a key, or with half of one', async () => {
    const wrong = { code: 2, stderr: expect.stringContaining('--key') };
    expect(await cli.run(['verify', exported])).toMatchObject(wrong);
    for (const key of ['', 'tokens.test', vkey.slice(0, -1), vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')])
      expect(await cli.run(['verify', exported, '--key', key])).toMatchObject(wrong);
  });
});

describe('an export', () => {
  it('writes over nothing', async () => {
    const refused = { code: 2, stderr: expect.stringContaining('not empty') };
    expect(await cli.run(['export', exported])).toMatchObject(refused);
    expect((await verify(exported)).code).toBe(0);
  });

  it('takes an empty directory', async () => {
    const empty = mkdtempSync(join(directory, 'empty-'));
    await cli.ok(['export', empty]);
    expect((await verify(empty)).code).toBe(0);
  });

  it('that fails half-way leaves nothing', async () => {
    const parent = mkdtempSync(join(directory, 'half-'));
    const way = await startEndingWay(server.api.url, '/log/tile/entries/001');
    const env = { TOKENLEDGER_SERVER: way.url, TOKENLEDGER_TOKEN: server.admin };
    expect(await cli.run(['export', join(parent, 'evidence')], { env })).toMatchObject({ code: 5 });
    expect(way.asked()).toContain('/log/tile/entries/000');
    expect(readdirSync(parent)).toEqual([]);
    way.stop();
  });
});
