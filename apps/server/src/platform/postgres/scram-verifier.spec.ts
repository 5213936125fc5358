import { createHash, createHmac } from 'node:crypto';
import { scramVerifier } from './scram-verifier.js';

// The exchange printed in RFC 7677, section 3.
const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
const exchange =
  'n=user,r=rOprNGfwEbeRWgbNEkqO,' +
  'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,' +
  'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const clientProof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
const serverSignature = '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

describe('scramVerifier', () => {
  it('has the form that PostgreSQL stores, with a salt of its own each time', () => {
    const form = /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/;
    expect(scramVerifier('pencil')).toMatch(form);
    expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
  });

  it('accepts the proof and gives the signature of RFC 7677', () => {
    const verifier = scramVerifier('pencil', salt);
    const storedKey = Buffer.from(verifier.slice(-89, -45), 'base64');
    const serverKey = Buffer.from(verifier.slice(-44), 'base64');
    const mask = createHmac('sha256', storedKey).update(exchange).digest();
    const clientKey = clientProof.map((byte, i) => byte ^ mask.readUInt8(i));
    expect(createHash('sha256').update(clientKey).digest()).toEqual(storedKey);
    expect(createHmac('sha256', serverKey).update(exchange).digest('base64')).toBe(serverSignature);
  });

  it('refuses a password that would have to be normalised first', () => {
    expect(() => scramVerifier('péncil')).toThrow(RangeError);
    expect(() => scramVerifier('')).toThrow(RangeError);
  });
});
