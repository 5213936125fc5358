import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PAGE = readFileSync(at('docs/reliability.md'), 'utf8');

it('every failure has a test, and the test is there', () => {
  const [, table] = /## What fails, and what then\n\n([\s\S]*?)\n\n/.exec(PAGE)!;
  const failures = table!.split('\n').slice(2);
  expect(failures.length).toBeGreaterThan(10);
  for (const failure of failures) {
    const [, test] = /`(test\/[a-z/-]+\.spec\.ts)` \|$/.exec(failure) ?? [];
    expect([failure, existsSync(at(test ?? 'nowhere'))]).toEqual([failure, true]);
  }
});
