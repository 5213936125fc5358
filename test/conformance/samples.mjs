// Adds a sample of every version of an event that has none yet, in test/conformance/events. What is there is never
// changed: logs hold it for ever. With --check it only says what is missing. Either way it fails where a version is not
// what it was when its sample was written.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventFormats } from './event-formats.mjs';
import { sampleOf } from './sample-of.mjs';

const at = (file) => fileURLToPath(new URL(`events/${file}`, import.meta.url));
const versionOf = ({ type, schema }) => `${type}.${schema}`;
const formatFile = (version) => `${version}.format.json`;
/** RFC 6962, section 2.1. */
const leafOf = (entry) => createHash('sha256').update('\0').update(entry).digest('hex');

/** What a log of this version of the server gets, and what one of any version has got. */
const today = eventFormats();
const frozen = readdirSync(fileURLToPath(new URL('events', import.meta.url)))
  .filter((file) => file.endsWith('.format.json'))
  .map((file) => file.slice(0, -'.format.json'.length));

const missing = today.filter((format) => !existsSync(at(formatFile(versionOf(format)))));
const complaints = [...frozen.flatMap(forgotten), ...today.flatMap(changed), ...today.flatMap(skipped)];
if (process.argv.includes('--check'))
  complaints.push(...missing.map((format) => `${versionOf(format)} has no sample: run npm run generated`));
else for (const format of missing) add(format);
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);

function add(format) {
  const version = versionOf(format);
  const entries = { [`${version}.json`]: sampleOf(format, true), [`${version}.bare.json`]: sampleOf(format, false) };
  const leaves = Object.fromEntries(Object.entries(entries).map(([file, entry]) => [file, leafOf(entry)]));
  const { data, personal } = format;
  for (const [file, entry] of Object.entries(entries)) writeFileSync(at(file), entry, { flag: 'wx' });
  writeFileSync(at(formatFile(version)), `${JSON.stringify({ leaves, personal, data }, null, 2)}\n`, { flag: 'wx' });
  console.log(`${version} is frozen from now on: test/conformance/events/${version}.*`);
}

function forgotten(version) {
  const [type, schema] = version.split('.');
  const newest = today.find((format) => format.type === type);
  if (!newest) return [`${type} is gone, but logs hold it: no version of the server may forget it`];
  return newest.schema < Number(schema)
    ? [`${version} has been written, and ${type} is of schema ${newest.schema} now`]
    : [];
}

function skipped({ type, schema }) {
  const before = Array.from({ length: schema - 1 }, (_, i) => `${type}.${i + 1}`);
  return before.filter((version) => !frozen.includes(version)).map((version) => `${version} has no sample any more`);
}

function changed(format) {
  const version = versionOf(format);
  if (!frozen.includes(version)) return [];
  const [was, is] = [JSON.parse(readFileSync(at(formatFile(version)), 'utf8')), format].map(fieldsOf);
  const differences = [
    ...[...was].flatMap(([field, form]) => (is.has(field) ? [] : [`${field} (${form}) is gone`])),
    ...[...is].flatMap(([field, form]) => (was.has(field) ? [] : [`${field} (${form}) is new`])),
    ...[...is].flatMap(([field, form]) =>
      was.has(field) && was.get(field) !== form ? [`${field} was ${was.get(field)} and is ${form}`] : [],
    ),
  ];
  if (differences.length === 0) return [];
  const next = `write it as schema ${format.schema + 1}, with an upcaster in libs/domain/src/versions.ts`;
  return [`${version} is not what logs hold under that name; ${next}: ${differences.join('; ')}`];
}

/** Field → what it holds. */
function fieldsOf({ data, personal }) {
  return new Map([...linesOf(data, 'data'), ...personal.map((field) => [`personal.${field}`, 'sealed'])]);
}

function linesOf({ properties, required = [], ...form }, path) {
  const own = [[path, JSON.stringify(form)]];
  const within = Object.entries(properties ?? {}).flatMap(([name, schema]) => {
    const [[field, kind], ...rest] = linesOf(schema, `${path}.${name}`);
    return [[field, required.includes(name) ? kind : `${kind}, or absent`], ...rest];
  });
  return [...own, ...within];
}
