import { deleted, digest, disabled, expired, issued, registered, revoked, session } from './examples.js';
import { after, moment } from './specification.js';

describe('the fold', () => {
  it('keeps the names of users while they exist, and the names of tokens for ever', () => {
    const key = issued('key', 'ada');
    const { userNames, tokenNames } = after(
      registered('ada'),
      key,
      deleted('ada', 1),
      revoked('key', 'ada', 'user_deleted'),
    );
    expect(userNames).toEqual(new Map());
    expect(tokenNames).toEqual(new Map([[key.claim, 'key']]));
  });

  it('gives a freed name to whoever takes it next, in the order of the log', () => {
    const history = [registered('first', { name: 'ada' }), deleted('first'), registered('second', { name: 'ada' })];
    expect(after(...history).userNames).toEqual(new Map([[digest('ada'), 'second']]));
  });

  it('gives sessions no name', () => {
    expect(after(registered('ada'), session('desk', 'ada')).tokenNames).toEqual(new Map());
  });

  it.each([
    ['a user who was never registered', disabled('ada')],
    ['a user who was never registered', issued('key', 'ada')],
    ['a token that was never issued', revoked('key', 'ada')],
    ['a token that was never issued', expired('key', 'ada', moment(0))],
  ])('stops at an event about %s', (whom, event) => {
    expect(() => after(event)).toThrow(`${event.type} at 0 is about ${whom}`);
  });
});
