import { answerOf, messageHeader, messageIn } from './frames.js';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

it.each([
  ['00 00 00 00 00', ''],
  ['00 00 00 00 07 0a 05 61 64 6d 69 6e', '0a 05 61 64 6d 69 6e'],
])('%s holds the message %j', (body, message) => {
  expect(messageIn(bytes(body))).toEqual(bytes(message));
});

it.each([
  '',
  '00',
  '00 00 00 00',
  '01 00 00 00 00',
  '80 00 00 00 00',
  '00 00 00 00 01',
  '00 ff ff ff ff 0a',
  '00 00 00 00 00 00',
  '00 00 00 00 00 00 00 00 00 00',
  '00 00 00 00 01 0a 00 00 00 00 01 0a',
])('%j is not one message', (body) => {
  expect(() => messageIn(bytes(body))).toThrow(/^the body is not one gRPC-Web message: /);
});

it('an answer is a plain frame, and a trailer', () => {
  expect(answerOf(Buffer.alloc(0))).toEqual(bytes('00 00 00 00 00 80 00 00 00 10 677270632d7374617475733a20300d0a'));
  expect(answerOf(bytes('0a 00')).subarray(0, 7)).toEqual(bytes('00 00 00 00 02 0a 00'));
});

it('a header’s value is what it is, but for what a header cannot hold', () => {
  expect(messageHeader('invalid session: token is expired')).toBe('invalid session: token is expired');
  expect(messageHeader('a\r\nb: 100% é')).toBe('a%0D%0Ab: 100%25 %C3%A9');
});
