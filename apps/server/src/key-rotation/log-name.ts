/** Injects the name that the log has. */
export const LOG_NAME = 'tokenledger:log-name';
