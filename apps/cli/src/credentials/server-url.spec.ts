import { serverUrl } from './server-url.js';

it.each([
  ['http://localhost:8080', 'http://localhost:8080'],
  ['HTTPS://Tokens.Example.Org/', 'https://tokens.example.org'],
  ['https://example.org:443/tokens//', 'https://example.org/tokens'],
])('%s is kept as %s', (text, url) => expect(serverUrl(text)).toBe(url));

it.each([
  '',
  'localhost:8080',
  'ftp://a.test',
  'http://developer:pw@a.test',
  'http://a.test?x',
  'http://a.test#x',
  'http://',
])('%j is no server', (text) => expect(() => serverUrl(text)).toThrow('http or https URL'));
