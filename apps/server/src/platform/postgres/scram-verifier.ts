import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/**
 * What PostgreSQL stores in place of a password (RFC 5803). With it in `create role … password '…'` the password itself
 * stands in no statement, so no log, error or statistics view can show it.
 */
export function scramVerifier(password: string, salt: Uint8Array = randomBytes(16)): string {
  // SASLprep changes nothing in printable ASCII; outside of it we would have to apply it.
  if (!/^[ -~]+$/.test(password)) throw new RangeError('a database password must be printable ASCII and not empty');
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const storedKey = createHash('sha256').update(keyed(salted, 'Client Key')).digest('base64');
  const serverKey = keyed(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`;
}

function keyed(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
