// Writes docs/openapi.json from the controllers, and lints it; with --check it only says whether the file is current.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { PARAMTYPES_METADATA, SELF_DECLARED_DEPS_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { CONTROLLERS } from '../apps/server/dist/app.module.js';
import { describeApi } from '../apps/server/dist/http/describe-api.js';

const target = fileURLToPath(new URL('openapi.json', import.meta.url));

/** What controllers ask for is not needed to describe them. */
const injected = (controller) => [
  ...(Reflect.getMetadata(PARAMTYPES_METADATA, controller) ?? []),
  ...(Reflect.getMetadata(SELF_DECLARED_DEPS_METADATA, controller) ?? []).map(({ param }) => param),
];
class Described {}
const providers = [...new Set(CONTROLLERS.flatMap(injected))].map((provide) => ({ provide, useValue: {} }));
Module({ controllers: CONTROLLERS, providers })(Described);

const app = await NestFactory.create(Described, new FastifyAdapter(), { logger: ['error'], abortOnError: false });
const text = `${JSON.stringify(describeApi(app), null, 2)}\n`;

// No server is named but the one that is asked, and what is public says so.
const config = await createConfig({ extends: ['recommended'], rules: { 'operation-4xx-response': 'off' } });
const complaints = await lintFromString({ source: text, absoluteRef: target, config });
for (const { severity, ruleId, message, location } of complaints)
  console.error(`docs/openapi.json: ${severity} ${ruleId}: ${message} (${location[0]?.pointer})`);

const stale = process.argv.includes('--check') && readFileSync(target, 'utf8') !== text;
if (stale) console.error('docs/openapi.json is stale: run npm run generated');
if (!process.argv.includes('--check')) writeFileSync(target, text);
process.exit(stale || complaints.length > 0 ? 1 : 0);
