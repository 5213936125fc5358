import type { Connection } from './connection.js';

const AT_ONCE = 8;

/** What accounts are called: each asked for once. One that the caller may not see keeps its id. */
export class UserNames {
  private readonly known = new Map<string, string>();

  constructor(private readonly connection: Connection) {}

  async learn(ids: Iterable<string>): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.known.has(id));
    while (unknown.length > 0) await Promise.all(unknown.splice(0, AT_ONCE).map((id) => this.learnOne(id)));
  }

  readonly of = (id: string): string => this.known.get(id) ?? id;

  private async learnOne(id: string): Promise<void> {
    const params = { path: { id } };
    const { data } = await this.connection.attempt((api) => api.GET('/v1/users/{id}', { params }));
    this.known.set(id, data?.username ?? id);
  }
}
