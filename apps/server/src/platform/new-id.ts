import { v7 } from 'uuid';
import { randomBytes } from './random-bytes.js';

/** For ever unique: a UUID that begins with the time (RFC 9562, version 7). */
export const newId = (): string => v7({ random: randomBytes(16) });
