import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { InvalidRequest } from './invalid-request.js';
import type { FieldError } from './problem.js';

interface Issue {
  readonly message: string;
  /** Names that the schema does not know, where that is the fault. */
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const LONGEST_NAME = 100;

/** An unknown name is the caller's own: no more of it than tells which one it is. */
const escaped = (part: PropertyKey): string =>
  Array.from(String(part)).slice(0, LONGEST_NAME).join('').replaceAll('~', '~0').replaceAll('/', '~1');
const pathOf = ({ path = [] }: Issue): string =>
  path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');

/** One for each field: an unknown name is a field too. */
const errorsOf = (issue: Issue): FieldError[] => {
  const unknown = issue.keys?.map((key) => ({
    pointer: `${pathOf(issue)}/${escaped(key)}`,
    detail: 'Not known here.',
  }));
  return unknown ?? [{ pointer: pathOf(issue), detail: issue.message }];
};

/** Into the body a pointer leads; a parameter has only its name. */
const placed =
  ({ type, data }: ArgumentMetadata) =>
  ({ pointer, detail }: FieldError): FieldError =>
    type === 'body' ? { pointer, detail } : { pointer: `#${data ?? pointer.slice(1)}`, detail };

const MOST = 20;

/** Holds every body, query and path to the schema that its route declares. */
export class Validation implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!metadata.schema) return value;
    const result = await metadata.schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    throw new InvalidRequest(result.issues.flatMap(errorsOf).slice(0, MOST).map(placed(metadata)));
  }
}
