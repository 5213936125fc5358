import {
  type DomainEvent,
  isOfProject,
  type Project,
  type Reads,
  type Recorded,
  type State,
} from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import { type Columns, insertion } from '../event-log/rows.js';

type Wanted = Required<Pick<Reads, 'projects' | 'projectNames'>>;
export type ProjectRow = Omit<Project, 'position'> & { readonly position: string };

export const PROJECT_COLUMNS = `id, name, status, description, roles, live_tokens as "liveTokens", created_at as "createdAt",
  deleted_at as "deletedAt", position`;

export const toProject = (row: ProjectRow): Project => ({ ...row, position: BigInt(row.position) });

/** The projects' rows: those of decisions in the schema `state`, or a shadow of them elsewhere. */
export function projectsIn(schema: string) {
  const put = insertion<Project>('write-projects', `${schema}.projects`, WRITTEN, OTHERWISE);
  const text = `select ${PROJECT_COLUMNS} from ${schema}.projects
    where id = any($1::uuid[]) or name = any($2::text[]) and status <> 'deleted'`;
  return {
    /** Loads into `state` the projects that decisions need, and the claims on their names. */
    async read(db: ClientBase, state: State, wanted: Wanted): Promise<void> {
      const values = [arrayOf.uuid(wanted.projects), arrayOf.text(wanted.projectNames)];
      const { rows } = await db.query<ProjectRow>({ name: 'read-projects', text, values });
      for (const project of rows.map(toProject)) {
        state.projects.set(project.id, project);
        if (project.status !== 'deleted') state.projectNames.set(project.name, project.id);
      }
    },

    /** Stores the projects that `events` made or changed, as `state` has them now. */
    write(state: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] {
      const touched = new Set(events.filter(isOfProject).map(({ stream }) => stream.slice('project-'.length)));
      const projects = [...touched].map((id) => state.projects.get(id)!);
      // Those that are gone first: a deletion frees the name that a creation of the same batch takes.
      const [gone, there] = [projects.filter(isDeleted), projects.filter((project) => !isDeleted(project))];
      return [gone, there].filter(({ length }) => length > 0).map((some) => put(some));
    },
  };
}

const isDeleted = ({ status }: Project): boolean => status === 'deleted';

const WRITTEN: Columns<Project> = {
  id: ['uuid', ({ id }) => id],
  name: ['text', ({ name }) => name],
  status: ['text', ({ status }) => status],
  description: ['jsonb', ({ description }) => description],
  roles: ['jsonb', ({ roles }) => roles],
  live_tokens: ['int4', ({ liveTokens }) => liveTokens],
  created_at: ['text', ({ createdAt }) => createdAt],
  deleted_at: ['text', ({ deletedAt }) => deletedAt],
  position: ['int8', ({ position }) => position],
};

const OTHERWISE = `on conflict (id) do update set status = excluded.status, description = excluded.description,
  roles = excluded.roles, live_tokens = excluded.live_tokens, deleted_at = excluded.deleted_at, position = excluded.position`;
