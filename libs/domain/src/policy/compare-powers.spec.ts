import { comparePowers } from './compare-powers.js';
import { parsePower } from './permission.js';
import { Powers } from './powers.js';

/** `!` before a prohibition. */
const powers = (...words: readonly string[]): Powers =>
  new Powers('ada', {
    allow: words.filter((word) => !word.startsWith('!')).map(parsePower),
    deny: words.filter((word) => word.startsWith('!')).map((word) => parsePower(word.slice(1))),
  });

it.each<[string[], string[], string[], string[]]>([
  [[], [], [], []],
  [[], ['users:get'], ['users:get:*'], []],
  [['users:get'], [], [], ['users:get:*']],
  [['users:get'], ['users:*'], ['users:*:*'], []],
  [['users:*'], ['users:get'], [], ['users:*:*']],
  [['users:get', 'users:*'], ['users:*'], [], []],
  [['users:get:self'], ['users:get:ada'], [], []],
  [['users:get:ada'], ['users:get:self', 'tokens:get:self'], ['tokens:get:self'], []],
  [['users:get'], ['users:get', '!users:get:bob'], [], ['users:get:bob']],
  [['users:get', '!users:get:bob'], ['users:get'], ['users:get:bob'], []],
  [['users:get'], ['users:get', '!tokens:get'], [], []],
  [['!users:get'], ['!users:get', 'users:get:bob'], [], []],
  [['*:*'], ['*:*', '!audit:get'], [], ['audit:get:*']],
])('%j, then %j: gains %j, loses %j', (before, after, gains, loses) => {
  expect(comparePowers(powers(...before), powers(...after))).toEqual({ gains, loses });
});

it('of thousands of rules only those that have come and gone are compared', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `applications:get:project-${n}/*`);
  const [before, after] = [powers(...many, 'logs:get'), powers(...many, 'exec:create')];
  expect(comparePowers(before, after)).toEqual({ gains: ['exec:create:*'], loses: ['logs:get:*'] });
});
