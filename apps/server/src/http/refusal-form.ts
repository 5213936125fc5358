import type { ZodType } from 'zod';
import { Problem } from './problem.js';

/** How a route says no: most answer a problem, and a facade in the words of its own clients. */
export interface RefusalForm {
  readonly schema: ZodType;
  readonly type: string;
  readonly of: (problem: Problem) => object;
}

export const PROBLEM_FORM: RefusalForm = {
  schema: Problem,
  type: 'application/problem+json',
  of: (problem) => problem,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    refusals?: RefusalForm;
  }
}
