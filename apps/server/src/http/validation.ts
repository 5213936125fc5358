import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidRequest } from './invalid-request.js';
import type { FieldError } from './problem.js';

interface Issue {
  readonly message: string;
  /** Names that the schema does not know, where that is the fault. */
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = ({ path = [] }: Issue): string =>
  path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');

/** One for each field: an unknown name is a field too. */
const errorsOf = (issue: Issue): FieldError[] => {
  const unknown = issue.keys?.map((key) => ({
    pointer: `${pointer(issue)}/${escaped(key)}`,
    detail: 'Not known here.',
  }));
  return unknown ?? [{ pointer: pointer(issue), detail: issue.message }];
};

const MOST = 20;

/** Holds every body, query and path to the schema that its route declares. */
export const validation = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new InvalidRequest(issues.flatMap(errorsOf).slice(0, MOST)),
  });
