import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { Payslip, PayslipPage, PayslipsQuery } from './payslips.dto.js';
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
}
