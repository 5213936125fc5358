/** Injects the `pg` pool of the server's own database role. */
export const POOL = 'tokenledger:pool';
