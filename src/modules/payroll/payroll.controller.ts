import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { BranchOutOfReach } from '../../platform/http/http.errors.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { PaySchemesService } from './pay-schemes.service.js';
import {
  AccrualListQuery,
  AccrualPage,
  PayScheme,
  PaySchemeListQuery,
  PaySchemePage,
  PaySchemeRequest,
} from './payroll.dto.js';
import { PaySchemeNotFound, PaySchemeTaken, PaySchemeUsed } from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';
import { PayrollQueries } from './payroll.queries.js';

@Controller('pay-schemes')
export class PaySchemesController {
  constructor(
    private readonly commands: Commands,
    private readonly schemes: PaySchemesService,
    private readonly queries: PayrollQueries,
  ) {}

  /**
   * Lists pay schemes.
   * Those within the caller's reach, the newest first; with the scope own, only the caller's.
   */
  @Get()
  @Can(Payroll.read)
  list(@Me() me: Actor, @Query() query: PaySchemeListQuery): Promise<PaySchemePage> {
    return this.queries.schemes(me, query);
  }

  /** Gives one pay scheme. */
  @Get(':id')
  @Can(Payroll.read)
  @Fails(PaySchemeNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<PayScheme> {
    return this.queries.schemeFor(me, id);
  }

  /**
   * Makes a pay scheme.
   * A scheme is never changed: other terms are a new scheme from a later day. Work accrued before stays as it was.
   */
  @Post()
  @Can(Payroll.write)
  @Fails(PaySchemeTaken, BranchOutOfReach)
  create(@CurrentRequest() request: ApiRequest, @Body() body: PaySchemeRequest): Promise<PayScheme> {
    return this.commands.create(request, (tx) => this.schemes.create(tx, body));
  }

  /**
   * Removes a pay scheme.
   * Only one by which nothing was accrued yet.
   */
  @Delete(':id')
  @Can(Payroll.write)
  @Fails(PaySchemeNotFound, PaySchemeUsed)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.schemes.remove(tx, id));
  }
}

@Controller('accruals')
export class AccrualsController {
  constructor(private readonly queries: PayrollQueries) {}

  /**
   * Lists accruals of pay with their sum.
   * Each explains itself by its formula. With the scope own, only the caller's.
   */
  @Get()
  @Can(Payroll.read)
  list(@Me() me: Actor, @Query() query: AccrualListQuery): Promise<AccrualPage> {
    return this.queries.accruals(me, query);
  }
}
