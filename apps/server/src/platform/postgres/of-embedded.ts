import { StartupError } from '../startup-error.js';

/** Nobody has set DATABASE_URL: what is wrong with the database is wrong with DATA_DIR. */
export const ofEmbedded = (error: unknown): unknown =>
  error instanceof StartupError && error.setting === 'DATABASE_URL'
    ? new StartupError('DATA_DIR', error.message, { cause: error })
    : error;
