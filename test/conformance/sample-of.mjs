// Entries as the server writes them, whose contents are made up of the names of what they hold.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

const ORIGIN = 'tokens.example';
const AT = '2026-01-31T09:00:00.250000Z';

const digest = (text) => createHash('sha256').update(text).digest();
/** A UUID of version 7, always the same for a name. */
const uuid = (name) =>
  digest(name)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5');

const USER = uuid('user');
/** `full`: the token that replaces the one of the bare sample. */
const token = (full) => uuid(full ? 'token' : 'earlier token');

/** By the name of a field: what a string in it looks like. Any other holds its name. */
const STRINGS = [
  [/^(userId|owner)$/, () => USER],
  [/^tokenId$/, token],
  [/^replaces$/, () => token(false)],
  [/^(successor|.*Id)$/, (_, name) => uuid(name)],
  [/At$/, () => '2026-02-28T09:00:00.000000Z'],
  [/^origin$/, () => ORIGIN],
  [/^(size|position)$/, () => '7'],
  [/^root$/, () => digest('root').toString('base64')],
  // Of a key that the sample of LogOpened names.
  [/^previous$/, () => 'wrapping'],
  [/Digest$/, (_, name) => digest(name).toString('hex')],
];

/** The most that the schema allows, or the least. */
function valueOf(schema, name, full) {
  if (schema.anyOf) return valueOf(full ? schema.anyOf.find(({ type }) => type !== 'null') : least(schema), name, full);
  if (schema.enum) return schema.enum.at(full ? 0 : -1);
  if (schema.type === 'object') return objectOf(schema, full);
  if (schema.type === 'array') return full ? [valueOf(schema.items, name, full)] : [];
  if (schema.type === 'string') return (STRINGS.find(([names]) => names.test(name))?.[1] ?? named)(full, name);
  return { number: name.length * 60, boolean: full, null: null }[schema.type];
}

const named = (_, name) => name;
const least = ({ anyOf }) => anyOf.find(({ type }) => type === 'null') ?? anyOf[0];

const objectOf = ({ properties, required }, full) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => full || required.includes(name))
      .map(([name, schema]) => [name, valueOf(schema, name, full)]),
  );

function placeOf({ tokenId, userId, projectId, owner, key, addedRules }, room) {
  const user = userId ?? owner;
  if (tokenId !== undefined) return { stream: `user-${user}`, subject: { type: 'token', id: tokenId } };
  if (user !== undefined) return { stream: `user-${user}`, subject: { type: 'user', id: user } };
  if (projectId !== undefined) return { stream: `project-${projectId}`, subject: { type: 'project', id: projectId } };
  if (addedRules !== undefined) return { stream: 'permissions', subject: { type: 'policy', id: 'permissions' } };
  if (key !== undefined) return { stream: room, subject: { type: 'key', id: key } };
  return { stream: room, subject: { type: room, id: room === 'log' ? ORIGIN : room } };
}

const sealed = (field) => ({ kid: USER, field, ct: digest(`sealed ${field}`).toString('base64url') });

/** The canonical bytes of an entry with all that an event of this format can hold; or with the least, by the server. */
export function sampleOf({ type, schema, room, data: format, personal }, full) {
  const data = valueOf(format, 'data', full);
  const by = full ? { type: 'user', id: USER, tokenId: uuid('session') } : { type: 'system', id: 'system' };
  return canonicalize({
    v: 1,
    log: ORIGIN,
    position: '7',
    id: uuid(`${type} ${schema} ${full}`),
    ...placeOf(data, room),
    version: '2',
    type,
    schema,
    recordedAt: AT,
    actor: by,
    data,
    personal: full ? [...personal, 'ip', 'userAgent'].map(sealed) : [],
    meta: {
      correlationId: uuid('correlation'),
      causationId: full ? uuid('causation') : null,
      requestId: uuid('request'),
    },
  });
}
