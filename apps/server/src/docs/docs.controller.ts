import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { Operation } from '../http/operation.decorator.js';

const packaged = (name: string): string => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

const FILES = {
  'swagger-ui.css': { from: packaged('swagger-ui.css'), type: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { from: packaged('swagger-ui-bundle.js'), type: 'text/javascript; charset=utf-8' },
  'init.js': { from: at('docs-page/init.js'), type: 'text/javascript; charset=utf-8' },
} as const;
type File = keyof typeof FILES;
const file = z.enum(Object.keys(FILES) as File[], 'There is no such file.');

/** Everything from here, and no script or style but the files. Only icons stand in the style sheet itself. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const Text = z.string();
const OpenApi = z.looseObject({ openapi: z.string() }).meta({ description: 'An OpenAPI 3.1 document.' });

/** The description of the API, for people and for programs. */
@Controller()
export class DocsController {
  private readonly page = readFileSync(at('docs-page/index.html'));
  private readonly description = readFileSync(at('../../docs/openapi.json'));

  @Get('docs')
  @Operation('getDocs', 'A page that shows the API and tries it out.', { 200: Text })
  @ApiProduces('text/html')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @Header('cache-control', 'no-cache')
  show(): Buffer {
    return this.page;
  }

  @Get('docs/:file')
  @Operation('getDocsFile', 'A part of that page.', { 200: Text })
  @ApiProduces('text/css', 'text/javascript')
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  part(@Param('file', { schema: file }) name: File, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    void reply.type(FILES[name].type);
    return readFileSync(FILES[name].from);
  }

  @Get('openapi.json')
  @Operation('getOpenApi', 'The description of the API.', { 200: OpenApi })
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  describe(): Buffer {
    return this.description;
  }
}
