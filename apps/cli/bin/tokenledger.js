#!/usr/bin/env node
// Any Node has to understand this file, for an old one is told here that it is too old.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);

function refuse(why) {
  process.stderr.write(`tokenledger: ${why}\n`);
  process.exitCode = 1;
}

if (major < 20 || (major === 20 && minor < 19))
  refuse(`this is Node ${process.versions.node}, and it needs 20.19 or newer.`);
else if (!existsSync(main)) refuse('it has not been built; run: npm run build');
else void import(main.href);
