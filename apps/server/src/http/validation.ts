import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidRequest } from './invalid-request.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = ({ path = [] }: Issue): string =>
  path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');

/** Holds every body, query and path to the schema that its route declares. */
export const validation = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new InvalidRequest(issues.slice(0, 20).map((issue) => ({ pointer: pointer(issue), detail: issue.message }))),
  });
