import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { InvalidRequest } from './invalid-request.js';
import { pointerTo } from './pointer.js';
import type { FieldError } from './problem.js';

interface Issue {
  readonly message: string;
  /** Names that the schema does not know, where that is the fault. */
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const pathOf = ({ path = [] }: Issue): PropertyKey[] =>
  path.map((part) => (typeof part === 'object' ? part.key : part));

/** One for each field: an unknown name is a field too. */
const errorsOf = (issue: Issue): FieldError[] => {
  const unknown = issue.keys?.map((key) => ({
    pointer: pointerTo(...pathOf(issue), key),
    detail: 'Not known here.',
  }));
  return unknown ?? [{ pointer: pointerTo(...pathOf(issue)), detail: issue.message }];
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
