import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { ProjectCreated, ProjectDescribed } from './project.events.js';
import { existingProject } from './project.js';
import { projectEvent } from './project-event.js';

export interface CreateProject {
  readonly projectId: string;
  readonly name: string;
  readonly description: readonly Sealed<'description'>[];
}

export function createProject(state: State, { projectId, name, description }: CreateProject): Decision<ProjectCreated> {
  if (state.projectNames.has(name)) return refuse('name_taken', 'There is a project of this name.', '/name');
  return [projectEvent('ProjectCreated', { projectId, name }, description)];
}

/** Without a description there is none any more; one that stays the same comes as it is stored, and changes nothing. */
export function describeProject(
  state: State,
  projectId: string,
  description: readonly Sealed<'description'>[],
): Decision<ProjectDescribed> {
  const project = existingProject(state, projectId);
  if (!project) return refuse('not_found', 'There is no such project.');
  if (project.description?.ct === description[0]?.ct) return [];
  return [projectEvent('ProjectDescribed', { projectId }, description)];
}
