import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { FieldForbidden } from '../../../kernel/field-groups.js';
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
import { languageOf } from '../../../platform/http/problem.js';
import { LetterForgotten } from '../../../platform/mail/letters.errors.js';
import { ReportSchedules } from '../reports.permissions.js';
import { ReportsService } from '../reports.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { ReportSchedulePatch, ReportScheduleRequest } from './schedule-requests.dto.js';
import { ReportSchedule, ReportScheduleListQuery, ReportSchedulePage } from './schedules.dto.js';
import { type ReportScheduleTemplates } from './templates.dto.js';
import { ReportDelivery, ReportDeliveryListQuery, ReportDeliveryPage } from './deliveries.dto.js';
import {
  ReportDeliveryNotFound,
  ReportDeliveryNothingToResend,
  ReportScheduleArchived,
  ReportScheduleNameTaken,
  ReportScheduleNotFound,
  ReportScheduleOwnerless,
} from './schedules.errors.js';
import { ReportSchedulesQueries } from './schedules.queries.js';
import { ReportSchedulesService } from './schedules.service.js';
import { templatesFor } from './templates.js';

@Controller('report-schedules')
export class ReportSchedulesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly schedules: ReportSchedulesService,
    private readonly sending: DeliveriesService,
    private readonly queries: ReportSchedulesQueries,
  ) {}

  /** Lists schedules by name; who does not see all sees their own. */
  @Get()
  @Can(ReportSchedules.read)
  list(@Me() me: Actor, @Query() query: ReportScheduleListQuery): Promise<ReportSchedulePage> {
    return this.queries.list(me, query);
  }

  /** Shows a schedule, with its next tick and its last delivery. */
  @Get(':id')
  @Can(ReportSchedules.read)
  @Fails(ReportScheduleNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<ReportSchedule> {
    return this.queries.get(this.db, me, id);
  }

  /** Has reports sent by schedule, on behalf of the caller: with what they may see when each letter is made. */
  @Post()
  @Can(ReportSchedules.write)
  @Fails(ReportScheduleNameTaken, ReportScheduleOwnerless, FieldForbidden)
  create(
    @CurrentRequest() request: ApiRequest,
    @Body() body: ReportScheduleRequest,
  ): Promise<ReportSchedule> {
    return this.commands.create(request, (tx) => this.schedules.create(tx, body));
  }

  /** Changes a schedule or archives it. What has passed is not sent again by a change of its times. */
  @Patch(':id')
  @Can(ReportSchedules.write)
  @Fails(
    ...[
      ReportScheduleNotFound,
      ReportScheduleNameTaken,
      ReportScheduleOwnerless,
      FieldForbidden,
      VersionUnknown,
    ],
  )
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ReportSchedulePatch,
  ): Promise<ReportSchedule> {
    return this.commands.change(request, (tx, base) => this.schedules.change(tx, id, body, base));
  }

  /** Pauses a schedule; what comes due meanwhile is not made up for. */
  @Post(':id/pause')
  @Can(ReportSchedules.write)
  @Fails(ReportScheduleNotFound)
  pause(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<ReportSchedule> {
    return this.commands.run(request, (tx) => this.schedules.pause(tx, id));
  }

  /** Ends the pause: the next tick is the first after now. */
  @Delete(':id/pause')
  @Can(ReportSchedules.write)
  @Fails(ReportScheduleNotFound, ReportScheduleArchived)
  resume(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<ReportSchedule> {
    return this.commands.run(request, (tx) => this.schedules.resume(tx, id));
  }

  /** Sends now, paused or not, as of now; while such a delivery is being made, it is that one. */
  @Post(':id/sending')
  @Can(ReportSchedules.write)
  @Fails(ReportScheduleNotFound, ReportScheduleArchived)
  send(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<ReportDelivery> {
    return this.commands.run(request, (tx) => this.sending.send(tx, id));
  }

  /** Lists what came of each tick, newest first, with the letters and how far they are. */
  @Get(':id/deliveries')
  @Can(ReportSchedules.read)
  @Fails(ReportScheduleNotFound)
  deliveries(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: ReportDeliveryListQuery,
  ): Promise<ReportDeliveryPage> {
    return this.queries.deliveries(me, id, query);
  }

  /**
   * Sends a delivery again: one that failed is made again as of its tick; of one that was made, those letters leave again
   * that failed or whose fate is unknown. Whom it has reached gets nothing twice.
   */
  @Post(':id/deliveries/:deliveryId/resending')
  @Can(ReportSchedules.write)
  @Fails(
    ...[
      ReportScheduleNotFound,
      ReportScheduleArchived,
      ReportDeliveryNotFound,
      ReportDeliveryNothingToResend,
    ],
    LetterForgotten,
  )
  resend(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('deliveryId') deliveryId: string,
  ): Promise<ReportDelivery> {
    return this.commands.run(request, (tx) => this.sending.resend(tx, id, deliveryId));
  }
}

@Controller('report-schedule-templates')
export class ReportScheduleTemplatesController {
  constructor(private readonly reports: ReportsService) {}

  /** Lists schedules ready to be taken, each with those of its reports that are open to you. */
  @Get()
  @Can(ReportSchedules.write)
  list(@Me() me: Actor, @CurrentRequest() request: ApiRequest): ReportScheduleTemplates {
    const language = languageOf(request.headers['accept-language']);
    return { items: templatesFor(this.reports.catalogue(me), language) };
  }
}
