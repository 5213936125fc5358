import type { Recorded, Sealed } from './event.js';
import { digest, expired, issued, registered, revoked, rotated, sealed } from './examples.js';
import { after, moment, recorded } from './specification.js';
import { evolveToken, isLive, type Token } from './token.js';
import type { TokenEvent } from './user/user.events.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const NAME = digest('old of ada');
const token = (events: readonly Recorded<TokenEvent>[]): Token =>
  events.reduce<Token | undefined>(evolveToken, undefined)!;

describe('a token', () => {
  it.each([
    ['live', NOON, '2026-01-01T11:59:59.999999Z', true],
    ['live', NOON, NOON, false],
    ['live', NOON, '2026-01-01T12:00:00.000001Z', false],
    ['live', null, '2126-01-01T12:00:00.000000Z', true],
    ['revoked', NOON, '2026-01-01T11:59:59.999999Z', false],
    ['revoked', null, '2026-01-01T11:59:59.999999Z', false],
    ['expired', NOON, '2026-01-01T11:59:59.999999Z', false],
  ] as const)('that is %s and ends at %s is good at %s: %s', (status, expiresAt, at, good) => {
    expect(isLive({ status, expiresAt }, at)).toBe(good);
  });

  it('remembers when it was issued, by whom, and under which name', () => {
    const event = issued('key', 'ada', { scopes: ['audit:get'], expiresAt: NOON });
    expect(token([recorded(event, 7)])).toEqual({
      id: 'key',
      owner: 'ada',
      role: null,
      kind: 'access',
      format: 'jwt',
      status: 'live',
      issuedAt: moment(7),
      issuedBy: 'somebody',
      issuedPosition: 7n,
      expiresAt: NOON,
      scopes: ['audit:get'],
      audience: 'https://tokens.example',
      secretDigest: null,
      nameDigest: event.claim,
      replaces: null,
      successor: null,
      personal: [],
      endedAt: null,
      endedPosition: null,
      cause: null,
      endReason: null,
      position: 7n,
    });
  });

  it('remembers what it is called and what for, and nothing of where its issuer was', () => {
    const [name, description] = [sealed('ada', 'name', 'ci'), sealed('ada', 'description', 'builds')];
    const personal = [name, description, sealed('ada', 'ip', '192.0.2.1')] as Sealed<'name'>[];
    expect(token([recorded({ ...issued('key', 'ada'), personal }, 7)]).personal).toEqual([name, description]);
  });

  it('remembers when it was revoked, and why', () => {
    const reason = sealed('ada', 'reason', 'lost');
    const end = { ...revoked('key', 'ada', 'leaked'), personal: [reason] };
    expect(token([recorded(issued('key', 'ada'), 1), recorded(end, 2)])).toMatchObject({
      status: 'revoked',
      endedAt: moment(2),
      endedPosition: 2n,
      cause: 'leaked',
      endReason: reason,
      position: 2n,
    });
  });

  it('does not take where somebody was for why they revoked it', () => {
    const end = recorded(revoked('key', 'ada'), 2);
    const source = [sealed('ada', 'ip', '192.0.2.1')] as readonly Sealed[] as typeof end.personal;
    expect(token([recorded(issued('key', 'ada'), 1), { ...end, personal: source }]).endReason).toBeNull();
  });

  it('has no cause once it has expired', () => {
    const events = [recorded(issued('key', 'ada', { expiresAt: NOON }), 1), recorded(expired('key', 'ada', NOON), 2)];
    expect(token(events)).toMatchObject({ status: 'expired', endedAt: moment(2), endedPosition: 2n, cause: null });
  });

  it('hands its name to its successor, and has an end of its own', () => {
    const chain = [registered('ada'), issued('old', 'ada'), issued('new', 'ada', { claim: NAME, replaces: 'old' })];
    const { tokens, tokenNames } = after(...chain, rotated('old', 'ada', 'new', NOON));
    expect(tokens.get('old')).toMatchObject({ nameDigest: null, successor: 'new', replaces: null, position: 3n });
    expect(tokens.get('old')).toMatchObject({ status: 'live', expiresAt: NOON, endedAt: null });
    expect(tokens.get('new')).toMatchObject({ nameDigest: NAME, successor: null, replaces: 'old', position: 2n });
    expect(tokenNames).toEqual(new Map([[NAME, 'new']]));
  });

  it('has one successor, and none once it has ended', () => {
    const successor = issued('new', 'ada', { claim: NAME, replaces: 'old' });
    const history = [registered('ada'), issued('old', 'ada')];
    expect(() => after(...history, revoked('old', 'ada'), successor)).toThrow('cannot be replaced');
    expect(() => after(...history, successor, issued('other', 'ada', { replaces: 'old' }))).toThrow(
      'cannot be replaced',
    );
    expect(() => after(registered('ada'), successor)).toThrow('cannot be replaced');
  });

  it.each([
    ['revoked', revoked('key', 'ada')],
    ['rotated', rotated('key', 'ada', 'new', NOON)],
    ['expired', expired('key', 'ada', NOON)],
  ])('cannot be %s unless it was issued and has not ended', (_, end) => {
    const past = [recorded(issued('key', 'ada'), 1), recorded(revoked('key', 'ada'), 2)];
    expect(() => token([recorded(end, 3)])).toThrow('a token that was never issued');
    expect(() => token([...past, recorded(end, 3)])).toThrow('a token that has ended');
  });
});
