import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import type { Actor } from '../../../kernel/actor.js';
import { renderPdf } from '../../../platform/render/index.js';
import { Can, Fails, fileAnswer, Id, Me } from '../../../platform/http/index.js';
import { payslipPage } from './payslip-page.js';
import { Payslip, PayslipFileQuery, PayslipPage, PayslipsQuery } from './payslips.dto.js';
import { PayslipsQueries } from './payslips.queries.js';
import { PayslipNotFound } from './runs.errors.js';
import { Payslips } from './runs.permissions.js';

@Controller('payslips')
export class PayslipsController {
  constructor(private readonly queries: PayslipsQueries) {}

  /** Lists payslips, the last paid first; with the scope own, the caller's from approved runs. */
  @Get()
  @Can(Payslips.read)
  list(@Me() me: Actor, @Query() query: PayslipsQuery): Promise<PayslipPage> {
    return this.queries.list(me, query);
  }

  /** Gives a payslip with all that each of its numbers is made of. */
  @Get(':id')
  @Can(Payslips.read)
  @Fails(PayslipNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Payslip> {
    return this.queries.getFor(me, id);
  }

  /** Gives a payslip as a PDF of one page. */
  @Get(':id/file')
  @Can(Payslips.read)
  @Fails(PayslipNotFound)
  @ApiOkResponse({
    description: 'The page.',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  async getFile(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: PayslipFileQuery,
  ): Promise<StreamableFile> {
    const slip = await this.queries.getFor(me, id);
    const page = await renderPdf(
      payslipPage(slip, await this.queries.branchOf(slip), query.language ?? 'ru'),
    );
    const name = `payslip-${slip.periodFrom}-${slip.employeeName}.pdf`;
    return fileAnswer({
      name,
      mediaType: 'application/pdf',
      size: page.length,
      content: Readable.from([page]),
    });
  }
}
