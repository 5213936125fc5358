import { applyDecorators, HttpCode } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiDefaultResponse, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import type { ZodType } from 'zod';
import { PROBLEM_FORM } from './refusal-form.js';

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

const response = (status: number, schema: ZodType | null): ApiResponseOptions =>
  schema === null
    ? { status, description: 'Done; there is no body.' }
    : { status, description: schema.description ?? 'Done.', standardSchema: schema };
