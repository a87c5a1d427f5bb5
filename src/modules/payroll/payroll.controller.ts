import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { BranchOutOfReach } from '../../platform/http/http.errors.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { languageOf } from '../../platform/http/problem.js';
import { PaySchemesQueries } from './pay-schemes.queries.js';
import { PaySchemesService } from './pay-schemes.service.js';
import { AccrualListQuery, AccrualPage } from './accruals.dto.js';
import { PaySchemeEndRequest, PaySchemeRequest } from './pay-scheme-requests.dto.js';
import { PayScheme, PaySchemeListQuery, PaySchemePage } from './pay-schemes.dto.js';
import {
  PaySchemeEndsBeforePay,
  PaySchemeNeedsAll,
  PaySchemeNotFound,
  PaySchemeTaken,
  PaySchemeUsed,
} from './payroll.errors.js';
import { Payroll } from './payroll.permissions.js';
import { PayrollQueries } from './payroll.queries.js';

@Controller('pay-schemes')
export class PaySchemesController {
  constructor(
    private readonly commands: Commands,
    private readonly schemes: PaySchemesService,
    private readonly queries: PaySchemesQueries,
  ) {}

  /**
   * Lists pay schemes.
   * Those within the caller's reach, the newest first; with the scope own, only the caller's and their position's.
   */
  @Get()
  @Can(Payroll.read)
  list(@Me() me: Actor, @Query() query: PaySchemeListQuery): Promise<PaySchemePage> {
    return this.queries.list(me, query);
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
   * Of an employee, for all their work, one activity or one group; or of a position, in one branch or in all. Its terms are
   * never changed: others are a new scheme from a later day. Work accrued before stays as it was.
   */
  @Post()
  @Can(Payroll.write)
  @Fails(PaySchemeTaken, PaySchemeNeedsAll, BranchOutOfReach)
  create(@CurrentRequest() request: ApiRequest, @Body() body: PaySchemeRequest): Promise<PayScheme> {
    return this.commands.create(request, (tx) => this.schemes.create(tx, body));
  }

  /**
   * Ends a pay scheme on a day.
   * From that day on wider or older schemes hold again. Not before work that it has paid.
   */
  @Post(':id/end')
  @Can(Payroll.write)
  @Fails(PaySchemeNotFound, PaySchemeEndsBeforePay)
  end(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PaySchemeEndRequest,
  ): Promise<PayScheme> {
    return this.commands.run(request, (tx) => this.schemes.end(tx, id, body.effectiveTo));
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
  list(
    @Me() me: Actor,
    @CurrentRequest() request: ApiRequest,
    @Query() query: AccrualListQuery,
  ): Promise<AccrualPage> {
    return this.queries.accruals(me, query, languageOf(request.headers['accept-language']));
  }
}
