import type { Status } from './grpc-error.js';

/** As Argo CD's gateway answers them. */
export const HTTP_STATUS_OF: Readonly<Record<Status, number>> = {
  2: 500,
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  12: 501,
  13: 500,
  14: 503,
  16: 401,
};
