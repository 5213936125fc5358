import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PAGE = readFileSync(at('docs/threat-model.md'), 'utf8');

it('every test that it names is there', () => {
  const named = [...PAGE.matchAll(/`([a-z/-]+\.spec\.ts)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((path) => !existsSync(at(path)))).toEqual([]);
});
