import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { BranchOutOfReach } from '../../../platform/http/http.errors.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { BranchArchived } from '../../organisation/index.js';
import { EmployerTermsNeedAll, TaxTableDayTaken, TaxTableDayUsed, TaxTableNotFound } from './runs.errors.js';
import { TaxTables } from './runs.permissions.js';
import {
  EmployerTermsListQuery,
  EmployerTermsPage,
  EmployerTermsRequest,
  EmployerTermsView,
} from './employer-terms.dto.js';
import { TaxTable, TaxTableListQuery, TaxTablePage, TaxTableRequest } from './tax-tables.dto.js';
import { TaxTablesQueries } from './tax-tables.queries.js';
import { TaxTablesService } from './tax-tables.service.js';

@Controller('tax-tables')
export class TaxTablesController {
  constructor(
    private readonly commands: Commands,
    private readonly tables: TaxTablesService,
    private readonly queries: TaxTablesQueries,
    private readonly db: Db,
  ) {}

  /** Lists tax tables, the newest first. */
  @Get()
  @Can(TaxTables.read)
  list(@Query() query: TaxTableListQuery): Promise<TaxTablePage> {
    return this.queries.list(query);
  }

  /** Gives one tax table. */
  @Get(':id')
  @Can(TaxTables.read)
  @Fails(TaxTableNotFound)
  get(@Id() id: string): Promise<TaxTable> {
    return this.queries.get(this.db, id);
  }

  /**
   * Adds a tax table from a day on.
   * Tables are never changed. The day is one no run was computed for yet, so what was approved stays as it was computed.
   */
  @Post()
  @Can(TaxTables.write)
  @Fails(TaxTableDayTaken, TaxTableDayUsed)
  add(@CurrentRequest() request: ApiRequest, @Body() body: TaxTableRequest): Promise<TaxTable> {
    return this.commands.create(request, (tx) => this.tables.add(tx, body));
  }
}

@Controller('employer-terms')
export class EmployerTermsController {
  constructor(
    private readonly commands: Commands,
    private readonly tables: TaxTablesService,
    private readonly queries: TaxTablesQueries,
  ) {}

  /** Lists the terms by which the employer pays contributions, the newest first. */
  @Get()
  @Can(TaxTables.read)
  list(@Me() me: Actor, @Query() query: EmployerTermsListQuery): Promise<EmployerTermsPage> {
    return this.queries.terms(me, query);
  }

  /** Enters terms from a day on: tariff of contributions and class of risk, of the organisation or of one branch. */
  @Post()
  @Can(TaxTables.write)
  @Fails(BranchOutOfReach, BranchArchived, EmployerTermsNeedAll)
  add(@CurrentRequest() request: ApiRequest, @Body() body: EmployerTermsRequest): Promise<EmployerTermsView> {
    return this.commands.create(
      request,
      (tx) => this.tables.addTerms(tx, body),
      () => '/v1/employer-terms',
    );
  }
}
