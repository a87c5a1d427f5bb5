import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FaultOfRequest } from '../logging/logger.js';
import { domainErrorOf, languageOf, problemBody } from './problem.js';
import type { ApiRequest } from './request.js';

const logger = new Logger('problem');

/** The one place that answers with an error: RFC 9457 `application/problem+json`, never a stack or a line of SQL. */
export function sendProblem(thrown: unknown, request: ApiRequest, reply: FastifyReply): void {
  const context = {
    language: languageOf(request.headers['accept-language']),
    method: request.method,
    path: request.url.split('?')[0] ?? '',
    requestId: request.id,
  };
  const error = domainErrorOf(thrown, context);
  if (error.kind === 'internal')
    logger.error(
      new FaultOfRequest(
        request.id,
        thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      ),
    );
  const body = problemBody(error, context);
  delete request.outcome;
  if (error.kind === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="kruzhok"');
  if (error.extras.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(error.extras.retryAfterSeconds));
  void reply
    .status(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', context.language)
    .send(JSON.stringify(body));
}

/** For what is thrown within Nest; Fastify hands what it refuses itself to the same function. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(thrown, http.getRequest<ApiRequest>(), http.getResponse<FastifyReply>());
  }
}
