import { disabled, issued, registered, revoked, session } from '../examples.js';
import { after, EVERYTHING, given } from '../specification.js';
import { disableUser } from '../user/disable-user.js';
import { issueToken } from '../user/issue-token.js';
import { revokeToken } from '../user/revoke-token.js';
import { rotateToken } from '../user/rotate-token.js';
import { checkLog } from './check-log.js';
import type { LogChecked } from './log.events.js';

const finding = { of: 'events', position: '2', rows: null, why: 'the bytes are others' };
const data = (ok: boolean) => ({ size: '3', root: 'r', ok, findings: ok ? [] : [finding] });
const checked = (ok: boolean): LogChecked => ({
  type: 'LogChecked',
  schema: 1,
  stream: 'log',
  subject: { type: 'log', id: 'tokens.example' },
  data: data(ok),
  personal: [],
});

const history = [registered('ada'), session('desk', 'ada'), issued('key', 'ada')];
const NEW = { tokenId: 'new', secretDigest: null, personal: [] };
const issue = {
  ...NEW,
  owner: 'ada',
  format: 'jwt',
  expiresIn: undefined,
  scopes: null,
  audience: 'https://tokens.example',
  nameDigest: 'digest of another',
} as const;
const rotation = { ...NEW, tokenId: 'key', successor: 'new', graceSeconds: 0 };

it('says what a look at everything has come to', () => {
  given(...history)
    .when(() => checkLog('tokens.example', data(false)))
    .then(checked(false));
});

describe('while something is wrong', () => {
  const wrong = [...history, checked(false)];

  it.each([
    ['issued', (state: Parameters<typeof issueToken>[0], at: string) => issueToken(state, issue, EVERYTHING, at)],
    ['rotated', (state: Parameters<typeof issueToken>[0], at: string) => rotateToken(state, rotation, EVERYTHING, at)],
  ])('no token is %s', (_, decide) => {
    expect(decide(after(...wrong), '2026-01-01T09:00:01.000000Z')).toEqual({
      refused: 'unavailable',
      detail: expect.stringContaining('not what its log says'),
      retryAfter: 60,
    });
    const mended = after(...wrong, checked(true));
    expect(decide(mended, '2026-01-01T09:00:01.000000Z')).toEqual(expect.any(Array));
  });

  it('tokens are revoked, and accounts disabled', () => {
    given(...wrong)
      .when((state, at) => revokeToken(state, { tokenId: 'key', cause: 'requested' }, at))
      .then(revoked('key', 'ada'));
    given(...wrong)
      .when((state) => disableUser(state, 'ada'))
      .then(disabled('ada'));
  });
});
