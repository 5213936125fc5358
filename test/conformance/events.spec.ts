import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DomainEvent, emptyState, evolve, type Recorded, type State } from '@tokenledger/domain';
import { leafHash } from '@tokenledger/merkle/hash';
import { Ajv } from 'ajv';
import canonicalize from 'canonicalize';
import { decodeEntry, encodeEntry } from '../../apps/server/src/event-log/entry.js';

const at = (file: string): string => fileURLToPath(new URL(`events/${file}`, import.meta.url));
const versions = readdirSync(at('.')).flatMap((file) => /^(.*)\.format\.json$/.exec(file)?.[1] ?? []);
const formatOf = (version: string): { leaves: Record<string, string>; personal: string[]; data: object } =>
  JSON.parse(readFileSync(at(`${version}.format.json`), 'utf8'));
const samples = versions.flatMap((version) => Object.keys(formatOf(version).leaves));
const entryIn = (sample: string): Buffer => readFileSync(at(sample));
const eventIn = (sample: string): Recorded<DomainEvent> => decodeEntry(entryIn(sample).toString());

/** Somebody with two tokens, of which the second replaces the first: what most events need to have happened before. */
const HISTORY = ['UserRegistered.1.json', 'TokenIssued.1.bare.json', 'TokenIssued.1.json'];
/** What else an event needs, by its type: samples. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  UserErased: ['UserDeleted.1.json'],
  ProjectDescribed: ['ProjectCreated.1.json'],
  ProjectRoleSet: ['ProjectCreated.1.json'],
  ProjectRoleRemoved: ['ProjectCreated.1.json', 'ProjectRoleSet.1.json'],
  ProjectDeleted: ['ProjectCreated.1.json', 'ProjectRoleSet.1.json'],
  KeyActivated: ['LogOpened.1.json', 'KeyAdded.1.json'],
  KeyRetired: ['LogOpened.1.json', 'KeyAdded.1.json', 'KeyActivated.1.json'],
  KeyDestroyed: ['LogOpened.1.json', 'KeyAdded.1.json', 'KeyActivated.1.json', 'KeyRetired.1.json'],
};

function stateBefore(sample: string): State {
  const position = HISTORY.indexOf(sample);
  const common = position < 0 ? HISTORY : HISTORY.slice(0, position);
  const state = emptyState();
  for (const earlier of [...common, ...(GIVEN[sample.split('.')[0]!] ?? [])]) evolve(state, eventIn(earlier));
  return state;
}

/** What the event has changed: fields of the state, and rows of its tables. */
function changesBy(sample: string) {
  const state = stateBefore(sample);
  const before = Object.fromEntries(
    Object.entries(state).map(([name, part]) => [name, part instanceof Map ? new Map(part) : part]),
  );
  evolve(state, eventIn(sample));
  return Object.entries(state).flatMap(([name, part]) => {
    if (!(part instanceof Map)) return before[name] === part ? [] : [{ [name]: part }];
    return [...part].flatMap(([key, row]) => (before[name].get(key) === row ? [] : [{ [name]: row }]));
  });
}

it('every sample is there, and none that nobody knows of', () => {
  const files = [...samples, ...versions.map((version) => `${version}.format.json`)];
  expect(readdirSync(at('.')).toSorted()).toEqual(files.toSorted());
});

describe.each(versions)('%s', (version) => {
  const { leaves, personal, data } = formatOf(version);

  it.each(Object.entries(leaves))('%s has the bytes it has always had, and they are canonical', (sample, leaf) => {
    const entry = entryIn(sample);
    expect(leafHash(entry).toString('hex')).toBe(leaf);
    expect(canonicalize(JSON.parse(entry.toString()))).toBe(entry.toString());
  });

  it.each(Object.keys(leaves))('%s holds what its format says', (sample) => {
    const event = JSON.parse(entryIn(sample).toString());
    expect(`${event.type}.${event.schema}`).toBe(version);
    const ajv = new Ajv();
    expect([ajv.validate(data, event.data), ajv.errors]).toEqual([true, null]);
    expect([...personal, 'ip', 'userAgent']).toEqual(
      expect.arrayContaining(event.personal.map(({ field }: any) => field)),
    );
  });

  /** What differs here is read in another way than it was: right for a new schema, and for nothing else. */
  it.each(Object.keys(leaves))('%s is read and folded as it was', (sample) => {
    expect(eventIn(sample)).toMatchSnapshot('event');
    expect(changesBy(sample)).toMatchSnapshot('changes');
  });

  it.each(Object.keys(leaves))('%s would be written as it is, unless there is a newer schema', (sample) => {
    const { log, version: streamVersion, meta, schema } = JSON.parse(entryIn(sample).toString());
    const event = eventIn(sample);
    if (event.schema !== schema) return;
    expect(encodeEntry(event, { log, version: BigInt(streamVersion), ...meta })).toEqual(entryIn(sample));
  });
});
