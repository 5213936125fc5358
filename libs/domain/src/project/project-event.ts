import type { ProjectEvent } from './project.events.js';
import { projectStream } from './project.js';

/** An event of a project's own life. */
export function projectEvent<Type extends ProjectEvent['type'], Event extends Extract<ProjectEvent, { type: Type }>>(
  type: Type,
  data: Event['data'],
  personal: Event['personal'] = [],
) {
  const { projectId } = data;
  const subject = { type: 'project', id: projectId } as const;
  return { type, schema: 1, stream: projectStream(projectId), subject, data, personal } as const;
}
