import type { DomainEvent } from '../events.js';
import { keyActivated, keyAdded, keyDestroyed, keyRetired, logOpened } from '../examples.js';
import { after, given, moment } from '../specification.js';
import { activateKey } from './activate-key.js';
import { addKey } from './add-key.js';
import { destroyKey } from './destroy-key.js';
import { keysInUse, logKeyIn } from './key.js';
import { retireKey } from './retire-key.js';

const READY = { lackedBy: [], publishSeconds: 60 };
const MUCH_LATER = '2026-01-02T09:00:00.000000Z';
const inUse = (use: 'log' | 'token' | 'wrapping', ...history: readonly DomainEvent[]) =>
  keysInUse(after(...history).keys, use).map(({ id }) => id);

const overlap = (size: number) =>
  ({ use: 'log', overlapSeconds: 60, checkpoint: `tokens.example\n${size}\nroot\n` }) as const;

describe('a log', () => {
  it('begins with a key of each use', () => {
    const { keys } = after(logOpened);
    expect([...keys.values()].map(({ use, id, status }) => [use, id, status])).toEqual([
      ['log', 'key+1/=', 'current'],
      ['token', 't', 'current'],
      ['wrapping', 'w', 'current'],
    ]);
  });

  it('knows a key of its own by what the verifier key ends in, whatever the name', () => {
    expect(logKeyIn('tokens.example+0123abcd+A+b/c=')).toBe('A+b/c=');
    expect(logKeyIn('tokens.example/recovered+9876abcd+A+b/c=')).toBe('A+b/c=');
  });
});

describe('a key', () => {
  it('is made known before its first use', () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
    given(logOpened)
      .when((state) => addKey(state, { use: 'token', key: 't2', jwk }))
      .then(keyAdded('token', 't2', { jwk }));
    expect(inUse('token', logOpened, keyAdded('token', 't2'))).toEqual(['t']);
    expect(after(logOpened, keyAdded('token', 't2', { jwk })).keys.get('t2')?.jwk).toEqual(jwk);
  });

  it.each([
    ['while another comes next', 't3', [keyAdded('token', 't2')]],
    ['that the log has had', 't', []],
  ])('is not added %s', (_, key, history) => {
    given(logOpened, ...history)
      .when((state) => addKey(state, { use: 'token', key }))
      .thenRefused('rotation_pending');
  });

  it('of one use comes next beside one of another', () => {
    given(logOpened, keyAdded('token', 't2'))
      .when((state) => addKey(state, { use: 'wrapping', key: 'w2' }))
      .then(keyAdded('wrapping', 'w2'));
  });
});

describe('the key that comes next', () => {
  const added = [logOpened, keyAdded('token', 't2'), keyAdded('wrapping', 'w2')] as const;

  it('takes the place of the current one', () => {
    given(...added)
      .at(MUCH_LATER)
      .when((state, at) => activateKey(state, 't2', READY, at))
      .then(keyActivated('token', 't2', 't'));
    expect(inUse('token', ...added, keyActivated('token', 't2', 't'))).toEqual(['t2', 't']);
  });

  it('waits for servers that do not hold it', () => {
    given(...added)
      .at(MUCH_LATER)
      .when((state, at) => activateKey(state, 'w2', { ...READY, lackedBy: ['one'] }, at))
      .thenRefused('not_yet');
  });

  it('waits until it has been published for a while, where it signs tokens', () => {
    given(...added)
      .at('2026-01-01T09:00:59.999999Z')
      .when((state, at) => activateKey(state, 't2', READY, at))
      .thenRefused('not_yet');
    given(...added)
      .at('2026-01-01T09:01:00.000000Z')
      .when((state, at) => activateKey(state, 't2', READY, at))
      .then(keyActivated('token', 't2', 't'));
    given(...added)
      .when((state, at) => activateKey(state, 'w2', READY, at))
      .then(keyActivated('wrapping', 'w2', 'w'));
  });

  it.each(['t', 'none'])('is no other: %s', (key) => {
    given(...added)
      .at(MUCH_LATER)
      .when((state, at) => activateKey(state, key, READY, at))
      .thenRefused('not_yet');
  });
});

describe('a key whose place another one has taken', () => {
  const ofTokens = [logOpened, keyAdded('token', 't2'), keyActivated('token', 't2', 't')] as const;
  const wrapping = [logOpened, keyAdded('wrapping', 'w2'), keyActivated('wrapping', 'w2', 'w')] as const;
  const ofLog = [logOpened, keyAdded('log', 'l2'), keyActivated('log', 'l2', 'key+1/=')] as const;

  it('is retired when no token is left that it has signed', () => {
    const nothing = { use: 'token', token: undefined, doubtSeconds: 60 } as const;
    given(...ofTokens)
      .when((state, at) => retireKey(state, 't', nothing, at))
      .thenRefused('not_yet');
    given(...ofTokens)
      .at(MUCH_LATER)
      .when((state, at) => retireKey(state, 't', { ...nothing, token: 'old' }, at))
      .thenRefused('not_yet');
    given(...ofTokens)
      .at(MUCH_LATER)
      .when((state, at) => retireKey(state, 't', nothing, at))
      .then(keyRetired('token', 't'));
    expect(inUse('token', ...ofTokens, keyRetired('token', 't'))).toEqual(['t2']);
  });

  it('is retired when it wraps nothing any more', () => {
    given(...wrapping)
      .when((state, at) => retireKey(state, 'w', { use: 'wrapping', wrapped: 1 }, at))
      .thenRefused('not_yet');
    given(...wrapping)
      .when((state, at) => retireKey(state, 'w', { use: 'wrapping', wrapped: 0 }, at))
      .then(keyRetired('wrapping', 'w'));
  });

  it('is retired, where it signs the log, after both have signed for a while; the event holds its last word', () => {
    given(...ofLog)
      .when((state, at) => retireKey(state, 'key+1/=', overlap(3), at))
      .thenRefused('not_yet');
    given(...ofLog)
      .at(MUCH_LATER)
      .when((state, at) => retireKey(state, 'key+1/=', overlap(2), at))
      .thenRefused('not_yet');
    given(...ofLog)
      .at(MUCH_LATER)
      .when((state, at) => retireKey(state, 'key+1/=', overlap(3), at))
      .then(keyRetired('log', 'key+1/=', { checkpoint: 'tokens.example\n3\nroot\n' }));
  });

  it.each(['t2', 'none', 'w'])('is no other: %s', (key) => {
    given(...ofTokens)
      .at(MUCH_LATER)
      .when((state, at) => retireKey(state, key, { use: 'token', token: undefined, doubtSeconds: 0 }, at))
      .thenRefused('not_yet');
  });
});

describe('a retired key that wrapped the keys of persons', () => {
  const retired = [
    logOpened,
    keyAdded('wrapping', 'w2'),
    keyActivated('wrapping', 'w2', 'w'),
    keyRetired('wrapping', 'w'),
  ] as const;

  it('is destroyed when no server holds it', () => {
    given(...retired)
      .when((state) => destroyKey(state, 'w', ['one']))
      .thenRefused('not_yet');
    given(...retired)
      .when((state) => destroyKey(state, 'w', []))
      .then(keyDestroyed('w'));
    expect(after(...retired, keyDestroyed('w')).keys.get('w')).toMatchObject({
      status: 'destroyed',
      destroyed: { position: 4n, at: moment(4) },
    });
  });

  it.each(['w2', 't', 'none'])('is no other: %s', (key) => {
    given(...retired)
      .when((state) => destroyKey(state, key, []))
      .thenRefused('not_yet');
  });
});
