/**
 * What the programs we start get to see, instead of our own environment: no secret of ours, no PGPORT or the like that
 * would change PostgreSQL, and messages in English, because some of them are recognised.
 */
export const SYSTEM_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
