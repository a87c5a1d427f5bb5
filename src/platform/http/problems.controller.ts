import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { errorCatalogue, type ErrorDefinition } from '../../kernel/errors.js';
import { escaped } from '../render/escape.js';
import { Public } from './decorators.js';
import { RouteNotFound } from './http.errors.js';
import { languageOf, statusOf } from './problem.js';

/** The pages that `type` of a problem points to. */
@ApiExcludeController()
@Controller('problems')
export class ProblemsController {
  /** Every error code, with its status and texts. */
  @Get()
  @Public('the error catalogue is documentation')
  list(): object[] {
    return errorCatalogue().map((error) => ({ ...error, status: statusOf[error.kind] }));
  }

  @Get(':code')
  @Public('the error catalogue is documentation')
  show(
    @Param('code') code: string,
    @Headers() headers: Record<string, string>,
    @Res() reply: FastifyReply,
  ): void {
    const error = errorCatalogue().find((entry) => entry.code === code);
    if (error === undefined) throw RouteNotFound({ method: 'GET', path: `/problems/${code.slice(0, 100)}` });
    if ((headers['accept'] ?? '').includes('text/html')) {
      void reply.type('text/html; charset=utf-8').send(page(error, languageOf(headers['accept-language'])));
      return;
    }
    void reply.send({ ...error, status: statusOf[error.kind] });
  }
}

function page(error: ErrorDefinition, language: 'en' | 'ru'): string {
  const { title, detail } = error[language];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>body{font:17px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{background:#eee;padding:.1em .4em;border-radius:4px}</style>
<h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p><code>${escaped(error.code)}</code> · HTTP ${String(statusOf[error.kind])}</p></html>`;
}
