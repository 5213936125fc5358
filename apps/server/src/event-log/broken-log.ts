/** The log in the database is not the one that was signed, or not the one that this server has seen. */
export class BrokenLog extends Error {}

/** It is whole, but not what the kept checkpoint says: most likely an older copy. A recovery can go on from it. */
export class NotAsKept extends BrokenLog {}
