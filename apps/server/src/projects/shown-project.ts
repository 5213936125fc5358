import type { Project, Sealed } from '@tokenledger/domain';
import { z } from 'zod';
import { pageOf, shownId, shownInstant, shownPosition } from '../http/shown.js';
import type { Cipher } from '../keys/cipher.js';

const words = z.string();

export const ShownRule = z
  .object({ resource: words, action: words, object: words, effect: z.enum(['allow', 'deny']) })
  .meta({ id: 'RoleRule', description: 'What a role may do, or may not: globs.' });

const ShownRole = z
  .object({
    name: z.string(),
    subject: z.string().meta({ description: '`proj:<project>:<role>`, whom its tokens speak for.' }),
    description: z.string().nullable(),
    rules: z.array(ShownRule).readonly(),
    groups: z.array(z.string()).readonly(),
  })
  .meta({ id: 'ProjectRole' });

export const ShownProject = z
  .object({
    id: shownId,
    name: z.string(),
    description: z.string().nullable(),
    roles: z.array(ShownRole).readonly(),
    liveTokens: z.int(),
    createdAt: shownInstant,
    position: shownPosition.meta({ description: 'Of its last change. The ETag is the same.' }),
  })
  .meta({ id: 'Project', etag: true, description: 'A project, and its roles.' });
export type ShownProject = z.output<typeof ShownProject>;
export const ProjectPage = pageOf('ProjectPage', ShownProject);
export type ProjectPage = z.output<typeof ProjectPage>;

/** A project, with what is sealed opened. */
export async function showProject({ id, name, ...project }: Project, cipher: Cipher): Promise<ShownProject> {
  const open = async (sealed: Sealed | null) => sealed && cipher.open(sealed, { type: 'project', id });
  const roles = project.roles.map(async ({ name: role, rules, groups, description }) => ({
    name: role,
    subject: `proj:${name}:${role}`,
    description: await open(description),
    rules,
    groups,
  }));
  const { liveTokens, createdAt, position } = project;
  const description = await open(project.description);
  return { id, name, description, roles: await Promise.all(roles), liveTokens, createdAt, position: String(position) };
}
