/** The log in the database is not the one that was signed, or not the one that this server has seen. */
export class BrokenLog extends Error {}

/** A server that knows more versions of events has written to it: rules that are not known here may hold in it. */
export class NewerLog extends BrokenLog {}

/** It is whole, but not what the kept checkpoint says: most likely an older copy. A recovery can go on from it. */
export class NotAsKept extends BrokenLog {}
