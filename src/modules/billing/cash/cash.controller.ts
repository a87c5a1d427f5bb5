import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import {
  CashDesk,
  CashDeskListQuery,
  CashDeskPage,
  CashDeskPatch,
  CashDeskRequest,
} from './cash-desks.dto.js';
import {
  CashMoveRequest,
  CashShift,
  CashShiftClosing,
  CashShiftListQuery,
  CashShiftPage,
  CashShiftReport,
  CashShiftRequest,
} from './cash-shifts.dto.js';
import {
  CashDeskArchived,
  CashDeskBusy,
  CashDeskNameTaken,
  CashDeskNotFound,
  CashDifferenceUnexplained,
  CashMoveOfNothing,
  CashNotEnough,
  CashShiftClosed,
  CashShiftNotFound,
} from './cash.errors.js';
import { Cash } from './cash.permissions.js';
import { CashQueries } from './cash.queries.js';
import { CashDesksService } from './desks.service.js';
import { CashShiftsService } from './shifts.service.js';

@Controller('cash-desks')
export class CashDesksController {
  constructor(
    private readonly commands: Commands,
    private readonly desks: CashDesksService,
    private readonly queries: CashQueries,
    private readonly db: Db,
  ) {}

  /** Lists cash desks, those in use unless asked otherwise. */
  @Get()
  @Can(Cash.read)
  list(@Me() me: Actor, @Query() query: CashDeskListQuery): Promise<CashDeskPage> {
    return this.queries.desks(me, query);
  }

  /** Shows a cash desk and the shift that is open there. */
  @Get(':id')
  @Can(Cash.read)
  @Fails(CashDeskNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<CashDesk> {
    return this.queries.desk(this.db, id, me);
  }

  /** Makes a cash desk. */
  @Post()
  @Can(Cash.manage)
  @Fails(CashDeskNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: CashDeskRequest): Promise<CashDesk> {
    return this.commands.create(request, (tx) => this.desks.create(tx, body));
  }

  /** Renames a cash desk or archives it; one with an open shift is not archived. */
  @Patch(':id')
  @Can(Cash.manage)
  @Fails(...[CashDeskNotFound, CashDeskNameTaken, CashDeskBusy], ...[VersionUnknown])
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CashDeskPatch,
  ): Promise<CashDesk> {
    return this.commands.change(request, (tx, base) => this.desks.change(tx, id, body, base));
  }
}

@Controller('cash-shifts')
export class CashShiftsController {
  constructor(
    private readonly commands: Commands,
    private readonly shifts: CashShiftsService,
    private readonly queries: CashQueries,
    private readonly db: Db,
  ) {}

  /** Lists cash shifts, the last opened first. */
  @Get()
  @Can(Cash.read)
  list(@Me() me: Actor, @Query() query: CashShiftListQuery): Promise<CashShiftPage> {
    return this.queries.shifts(me, query);
  }

  /** Shows a cash shift and what should lie in its desk. */
  @Get(':id')
  @Can(Cash.read)
  @Fails(CashShiftNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<CashShift> {
    return this.queries.shift(this.db, id, me);
  }

  /** Reports a shift: X while it is open, Z once it is closed; every movement and what each kind adds up to. */
  @Get(':id/report')
  @Can(Cash.read)
  @Fails(CashShiftNotFound)
  report(@Me() me: Actor, @Id() id: string): Promise<CashShiftReport> {
    return this.queries.report(me, id);
  }

  /**
   * Opens a shift at a desk with the cash that was counted there.
   * From then on cash you take and give back in the branch belongs to it, unless a request names another desk.
   */
  @Post()
  @Can(Cash.work)
  @Fails(CashDeskArchived, CashDeskBusy)
  open(@CurrentRequest() request: ApiRequest, @Body() body: CashShiftRequest): Promise<CashShift> {
    return this.commands.create(request, (tx) => this.shifts.open(tx, body));
  }

  /** Puts cash into the desk of an open shift or takes it out; no more can leave than is there. */
  @Post(':id/movements')
  @Can(Cash.work)
  @Fails(CashShiftNotFound, CashShiftClosed, CashNotEnough, CashMoveOfNothing)
  move(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CashMoveRequest,
  ): Promise<CashShift> {
    const whole = ({ id: shift }: CashShift) => `/v1/cash-shifts/${shift}`;
    return this.commands.create(request, (tx) => this.shifts.move(tx, id, body), whole);
  }

  /**
   * Closes a shift with the cash that was counted.
   * What was counted is set against what is expected; a difference needs a reason. Afterwards the shift takes nothing more.
   */
  @Post(':id/closing')
  @Can(Cash.work)
  @Fails(CashShiftNotFound, CashShiftClosed, CashDifferenceUnexplained)
  close(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CashShiftClosing,
  ): Promise<CashShift> {
    const whole = ({ id: shift }: CashShift) => `/v1/cash-shifts/${shift}`;
    return this.commands.create(request, (tx) => this.shifts.close(tx, id, body), whole);
  }
}
