import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { Payroll } from '../../payroll/index.js';
import { LessonNotFound, LessonNotPlanned } from '../lessons/lessons.errors.js';
import { LessonPay, LessonPayRequest } from './lesson-pay.dto.js';
import { LessonPayNotSet, LessonPaySetMeanwhile } from './lesson-pay.errors.js';
import { LessonPayQueries } from './lesson-pay.queries.js';
import { LessonPayService } from './lesson-pay.service.js';

@Controller('lessons/:id/pay-override')
export class LessonPayController {
  constructor(
    private readonly commands: Commands,
    private readonly pay: LessonPayService,
    private readonly queries: LessonPayQueries,
  ) {}

  /** Gives the pay that was set for one lesson by hand. */
  @Get()
  @Can(Payroll.read)
  @Fails(LessonNotFound, LessonPayNotSet)
  get(@Me() me: Actor, @Id() id: string): Promise<LessonPay> {
    return this.queries.getFor(me, id);
  }

  /**
   * Sets the pay of one planned lesson by hand.
   * It goes before every pay scheme, for whoever teaches the lesson, and is shown in the formula of the accrual.
   */
  @Put()
  @Can(Payroll.override)
  @Fails(LessonNotFound, LessonNotPlanned, LessonPaySetMeanwhile)
  set(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LessonPayRequest,
  ): Promise<LessonPay> {
    return this.commands.run(request, (tx) => this.pay.set(tx, id, body));
  }

  /** Lets the pay schemes hold again for a planned lesson. */
  @Delete()
  @Can(Payroll.override)
  @Fails(LessonNotFound, LessonNotPlanned, LessonPayNotSet)
  clear(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.pay.clear(tx, id));
  }
}
