import { refusalOf } from './refusal.js';

const SERVER = 'https://tokens.test';
const problem = (status: number, code: string, more: object = {}): object => ({
  status,
  code,
  detail: 'It is so.',
  requestId: 'r1',
  ...more,
});
const refused = (status: number, error: unknown, headers: Record<string, string> = {}) =>
  refusalOf(error, new Response(null, { status, headers }), SERVER);

it.each([
  [400, 'invalid_request', 2],
  [401, 'wrong_credentials', 3],
  [403, 'forbidden', 1],
  [404, 'not_found', 4],
  [409, 'name_taken', 1],
  [412, 'precondition_failed', 1],
  [500, 'internal', 1],
  [503, 'unavailable', 5],
])('%d %s ends with %d', (status, code, exitCode) =>
  expect(refused(status, problem(status, code))).toMatchObject({ exitCode, message: 'It is so. (request r1)' }),
);

it('names each field that is at fault', () => {
  const errors = [
    { pointer: '/scopes/0', detail: 'Wrong.' },
    { pointer: '', detail: 'Too.' },
  ];
  expect(refused(400, problem(400, 'invalid_request', { errors })).message).toBe(
    'scopes/0: Wrong. the request: Too. (request r1)',
  );
});

it('says what would help', () => {
  expect(refused(401, problem(401, 'invalid_token')).message).toContain('tokenledger login');
  expect(refused(429, problem(429, 'too_many_attempts'), { 'retry-after': '300' }).message).toContain('in 300 s');
});

it('takes nothing for a problem that is none', () => {
  for (const error of ['<html>', null, {}, { status: 404 }])
    expect(refused(404, error)).toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('does not answer like'),
    });
  expect(refused(503, { status: 503 })).toMatchObject({ exitCode: 5, message: `${SERVER} is starting.` });
});
