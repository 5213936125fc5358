import { deleted, issued, person, revoked } from '../examples.js';
import { given } from '../specification.js';
import { readHistory, readTrail } from './read-trail.js';

const question = '/v1/audit/events?type=UserDeleted';
const read = {
  type: 'TrailRead',
  schema: 1,
  stream: 'user-ada',
  subject: { type: 'user', id: 'ada' },
  data: { userId: 'ada', question },
  personal: [],
} as const;
const reader = { userId: 'ada', question, sought: [] };
const history = [
  ...person('ada', 'auditor'),
  ...person('grace', 'user'),
  issued('laptop', 'grace'),
  revoked('laptop', 'grace'),
  deleted('grace'),
];

describe('to read the trail', () => {
  it('is an event of the reader', () => {
    given(...history)
      .when(() => readTrail(reader))
      .then(read);
  });

  it('says what was sought, sealed', () => {
    const sought = [{ kid: 'today', field: 'sought', ct: 'sealed address' }] as const;
    given(...history)
      .when(() => readTrail({ ...reader, sought }))
      .then({ ...read, personal: sought });
  });
});

describe('to read a history', () => {
  it.each([
    { type: 'user', id: 'ada' },
    { type: 'user', id: 'grace' },
    { type: 'token', id: 'laptop' },
  ] as const)('is an event, whatever has become of the $type $id', (subject) => {
    given(...history)
      .when((state) => readHistory(state, subject, reader))
      .then(read);
  });

  it.each([
    { type: 'user', id: 'laptop' },
    { type: 'user', id: 'nobody' },
    { type: 'token', id: 'grace' },
    { type: 'token', id: 'nothing' },
  ] as const)('of the $type $id, which never was, is refused', (subject) => {
    given(...history)
      .when((state) => readHistory(state, subject, reader))
      .thenRefused('not_found');
  });
});
