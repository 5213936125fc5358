import { applyDecorators, HttpCode } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiDefaultResponse, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { ZodType } from 'zod';
import { PROBLEM_FORM } from './refusal-form.js';

/** Of an answer whose schema says `etag` in its metadata: the version that `If-Match` speaks of. */
const ETAG = {
  description: 'The version that this answer is of (RFC 9110 section 8.8.3).',
  schema: { type: 'string' },
} as const;

/** Status → what the body is. Null: there is none. */
type Answers = Readonly<Record<number, ZodType | null>>;

/**
 * What the OpenAPI document says of a route, and the status that it answers with: the first of `answers`. `id` names the
 * operation in generated clients; `summary` is one sentence; `refusals`: how the route says no.
 */
export function Operation(id: string, summary: string, answers: Answers, refusals = PROBLEM_FORM) {
  const first = Object.keys(answers)[0];
  const responses = Object.entries(answers).map(([status, schema]) => ApiResponse(response(Number(status), schema)));
  const refused = ApiDefaultResponse({ description: 'Refused.', standardSchema: refusals.schema });
  const documented = [ApiOperation({ operationId: id, summary }), ...responses, refused];
  return applyDecorators(HttpCode(Number(first)), RouteConfig({ refusals }), ...documented);
}

function response(status: number, schema: ZodType | null): ApiResponseOptions {
  if (schema === null) return { status, description: 'Done; there is no body.' };
  const said = { status, description: schema.description ?? 'Done.', standardSchema: schema };
  return schema.meta()?.['etag'] ? { ...said, headers: { ETag: ETAG } } : said;
}
