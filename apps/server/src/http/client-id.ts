/** The `client_id` of every token (RFC 9068 section 2.2): there are no clients but the API that issues them. */
export const CLIENT_ID = 'tokenledger';
