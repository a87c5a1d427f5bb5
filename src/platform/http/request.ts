import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor.js';
import { Unauthenticated } from './http.errors.js';

/** What a use case wants said in the answer beside its body. */
export interface Outcome {
  status?: number;
  headers: Record<string, string>;
}

/** The request with what the platform adds to it. */
export type ApiRequest = FastifyRequest & {
  user?: Actor;
  outcome?: Outcome;
  /** Query parameters a writing route takes beside `dryRun`; set by its `@Query()` DTO. */
  allowedQuery?: readonly string[];
};

export const requestOf = (context: ExecutionContext): ApiRequest =>
  context.switchToHttp().getRequest<ApiRequest>();

export function actorOf(request: ApiRequest): Actor {
  if (request.user === undefined) throw Unauthenticated();
  return request.user;
}

/** Who is calling. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(requestOf(context)),
);

/** The request itself, for `Commands`. */
export const CurrentRequest = createParamDecorator((_: unknown, context: ExecutionContext): ApiRequest =>
  requestOf(context),
);

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
