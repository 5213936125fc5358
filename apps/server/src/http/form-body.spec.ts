import type { FastifyRequest } from 'fastify';
import { formBody } from './form-body.js';

const parsed = (form: string): Promise<unknown> =>
  new Promise((resolve) => {
    void formBody({} as FastifyRequest, Buffer.from(form), (error, fields) => resolve(error ?? fields));
  });
const MANY = Array.from({ length: 15_000 }, (_, n) => `n${n}=`).join('&');

it('is what it says', async () => {
  expect(await parsed('token=a%20b&token_type_hint=')).toEqual({ token: 'a b', token_type_hint: '' });
});

it.each(['a=1&a=1', 'a=1&%61=2', '=1&=2', `${MANY}&n0=`])('says a name twice: %.20s', async (form) => {
  expect(await parsed(form)).toMatchObject({ errors: [{ detail: 'This is given more than once.' }] });
});

it('says fifteen thousand names once', async () => {
  expect(Object.keys((await parsed(MANY)) as object).length).toBe(15_000);
});
