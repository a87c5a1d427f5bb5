import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
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
import { BranchArchived } from '../../organisation/index.js';
import { ClosureLifting, ClosureOutcome, HolidaysOutcome } from './closing.dto.js';
import { ClosingService } from './closing.service.js';
import { Closure, ClosureListQuery, ClosurePage, ClosureRequest, HolidaysRequest } from './closures.dto.js';
import { ClosureLifted, ClosureNeedsAll, ClosureNotFound } from './closures.errors.js';
import { Closures } from './closures.permissions.js';
import { ClosuresQueries } from './closures.queries.js';

@Controller('closures')
export class ClosuresController {
  constructor(
    private readonly commands: Commands,
    private readonly closing: ClosingService,
    private readonly queries: ClosuresQueries,
  ) {}

  /** Lists closures and holidays. */
  @Get()
  @Can(Closures.read)
  list(@Me() me: Actor, @Query() query: ClosureListQuery): Promise<ClosurePage> {
    return this.queries.list(me, query);
  }

  /** Gives one closure. */
  @Get(':id')
  @Can(Closures.read)
  @Fails(ClosureNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Closure> {
    return this.queries.getFor(me, id);
  }

  /**
   * Closes a branch, all branches or a room for some days, or for hours of them.
   * Planned lessons inside are cancelled by the centre and named in `cancelled`; series leave these days out.
   * `dryRun=true` shows which lessons would be cancelled.
   */
  @Post()
  @Can(Closures.write)
  @Fails(ClosureNeedsAll, BranchArchived)
  add(@CurrentRequest() request: ApiRequest, @Body() body: ClosureRequest): Promise<ClosureOutcome> {
    return this.commands.create(request, (tx) => this.closing.close(tx, body));
  }

  /** Takes over the public holidays of a year that are not there yet; nothing is taken over by itself. */
  @Post('holidays')
  @Can(Closures.write)
  @Fails(ClosureNeedsAll, BranchArchived)
  addHolidays(
    @CurrentRequest() request: ApiRequest,
    @Body() body: HolidaysRequest,
  ): Promise<HolidaysOutcome> {
    return this.commands.run(request, (tx) => this.closing.takeHolidays(tx, body));
  }

  /**
   * Lifts a closure.
   * Lessons it cancelled are planned again where their time is free, and series make the days they had left out. The
   * record stays, with `liftedAt`.
   */
  @Delete(':id')
  @Can(Closures.write)
  @Fails(ClosureNotFound, ClosureLifted, ClosureNeedsAll)
  lift(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<ClosureLifting> {
    return this.commands.run(request, (tx) => this.closing.lift(tx, id));
  }
}
