// Writes src/schema.ts from docs/openapi.json; with --check it only says whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.json', import.meta.url);
const target = fileURLToPath(new URL('src/schema.ts', import.meta.url));

const types = astToString(await openapiTS(source, { alphabetize: true }));
const text = `// Generated from docs/openapi.json by \`npm run generated\`; do not edit.\n${types}`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('libs/api-client/src/schema.ts is stale: run npm run generated');
  process.exit(1);
}
