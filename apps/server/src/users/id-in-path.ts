import type { FastifyRequest } from 'fastify';

/** The account that a route is about. */
export const idInPath = ({ params }: FastifyRequest): string => (params as { id: string }).id.toLowerCase();
