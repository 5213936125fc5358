import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** What a project, and what a role of it, may be called: as in Argo CD, within 63 characters. */
export const projectName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/, 'A project is called by 1 to 63 of a-z, 0-9, - and .')
  .meta({ wire: { maxLength: 63 } });
export const roleName = z
  .string()
  .regex(/^[A-Za-z0-9]([-_A-Za-z0-9]{0,61}[A-Za-z0-9])?$/, 'A role is called by 1 to 63 letters, digits, - and _')
  .meta({ wire: { maxLength: 63 } });

/** Which project a request is about. */
export const projectInPath = ({ params }: FastifyRequest): string => (params as { project: string }).project;
