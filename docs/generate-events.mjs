// Writes docs/events.md from the event types of the domain; with --check it only says whether the file is current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const domain = fileURLToPath(new URL('../libs/domain/src', import.meta.url));
const target = fileURLToPath(new URL('events.md', import.meta.url));

const files = readdirSync(domain, { recursive: true })
  .filter((file) => file.endsWith('.events.ts'))
  .sort((a, b) => (a < b ? -1 : 1));

const commentOf = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** `EventOf<Type, Data, Personal>` with a comment: an event. Everything else in the file is a union of events. */
function eventsIn(file) {
  const source = ts.createSourceFile(file, readFileSync(join(domain, file), 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(isEvent).map((statement) => eventOf(statement, source));
}

const isEvent = (node) =>
  ts.isTypeAliasDeclaration(node) && ts.isTypeReferenceNode(node.type) && node.type.typeName.getText() === 'EventOf';

function eventOf({ name, type, ...node }, source) {
  const [, data, personal] = type.typeArguments;
  return {
    name: name.text,
    comment: commentOf({ ...node, name, type }),
    fields: fieldsOf(data, source),
    personal: personal ? personal.getText(source).replaceAll("'", '`').replaceAll(' | ', ', ') : 'none',
  };
}

const fieldsOf = (literal, source, path = '') =>
  literal.members.flatMap((member) => {
    const name = `${path}${member.name.getText(source)}`;
    if (ts.isTypeLiteralNode(member.type)) return fieldsOf(member.type, source, `${name}.`);
    return [{ name, type: member.type.getText(source), comment: commentOf(member) }];
  });

const cell = (text) => text.replaceAll('|', '\\|');
const row = ({ name, type, comment }) => `| \`${name}\` | \`${cell(type)}\` | ${cell(comment)} |`;

const section = ({ name, comment, fields, personal }) =>
  [
    `## ${name}`,
    '',
    comment,
    '',
    '| data | type | |',
    '| --- | --- | --- |',
    ...fields.map(row),
    '',
    `Personal, sealed under the key of the person: ${personal}.`,
    '',
  ].join('\n');

const page = [
  '# Events',
  '',
  'Generated from the types in `libs/domain/src/**/*.events.ts` by `npm run generated`; do not edit.',
  '',
  'Every event stands in an envelope, of which the RFC 8785 canonical JSON is what is stored and hashed:',
  '`{v, log, position, id, stream, version, type, schema, recordedAt, actor, subject, data, personal,',
  'meta{correlationId, causationId, requestId}}`. Numbers of 64 bits are strings; times have six digits and end in `Z`.',
  "The first event of a command also holds, sealed under the actor's key, `ip` and `userAgent`.",
  'The formats of all versions as JSON Schema, and sample entries, are in `test/conformance/events`.',
  '',
  ...files.flatMap(eventsIn).map(section),
].join('\n');

if (!process.argv.includes('--check')) writeFileSync(target, page);
else if (readFileSync(target, 'utf8') !== page) {
  console.error('docs/events.md is stale: run npm run generated');
  process.exit(1);
}
