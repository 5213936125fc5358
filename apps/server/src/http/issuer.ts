/** Injects PUBLIC_URL: the `iss` of every token, and the audience of those that are meant for this server. */
export const ISSUER = 'tokenledger:issuer';
