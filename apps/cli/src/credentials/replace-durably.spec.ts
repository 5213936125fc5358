import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceDurably } from './replace-durably.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenledger-file-'));
  file = join(folder, 'count');
  writeFileSync(file, '0');
});
afterEach(() => rmSync(folder, { recursive: true }));

const oneMore = () => replaceDurably(file, async () => String(Number(await readFile(file, 'utf8')) + 1));

it('writers that come at once start each from the last one’s', async () => {
  await Promise.all(Array.from({ length: 20 }, oneMore));
  expect(readFileSync(file, 'utf8')).toBe('20');
});

it('a writer that fails changes nothing, and holds up nobody', async () => {
  await expect(replaceDurably(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await oneMore();
  expect(readFileSync(file, 'utf8')).toBe('1');
  expect(readdirSync(folder)).toEqual(['count']);
});
