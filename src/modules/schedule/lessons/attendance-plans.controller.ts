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
import { ClientNotFound } from '../../clients/index.js';
import { ReasonQuery } from '../groups/reason.dto.js';
import { Schedule } from '../schedule.permissions.js';
import { AbsencesService } from './absences.service.js';
import {
  Absence,
  AbsenceListQuery,
  AbsencePage,
  AbsenceRequest,
  BookedGuest,
  ClientLessonListQuery,
  Guest,
  GuestListQuery,
  GuestPage,
  GuestRequest,
  MakeUpListQuery,
  MakeUpPage,
} from './attendance-plans.dto.js';
import {
  AbsenceNotFound,
  AbsenceTold,
  AlreadyExpected,
  GuestNotFound,
  LessonFull,
  MakeUpExpired,
  MakeUpNotGiven,
  MakeUpUsed,
} from './attendance-plans.errors.js';
import { AttendancePlansQueries } from './attendance-plans.queries.js';
import { GuestsService } from './guests.service.js';
import { LessonPage } from './lessons.dto.js';
import { LessonNotFound, LessonNotPlanned, OverrideNotPermitted, RoomTooSmall } from './lessons.errors.js';

@Controller('lessons/:id/guests')
export class LessonGuestsController {
  constructor(
    private readonly commands: Commands,
    private readonly guests: GuestsService,
    private readonly queries: AttendancePlansQueries,
  ) {}

  /** Lists the guests of a lesson. */
  @Get()
  @Can(Schedule.read)
  @Fails(LessonNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: GuestListQuery): Promise<GuestPage> {
    return this.queries.guests(me, id, query);
  }

  /**
   * Books a guest: on trial, to make a missed lesson up, or free.
   * A guest takes a place. A make-up names the missed lesson and uses the right once; completing takes the planned mark.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(
    ...[LessonNotFound, LessonNotPlanned, LessonFull, AlreadyExpected, RoomTooSmall, OverrideNotPermitted],
    ...[MakeUpNotGiven, MakeUpExpired, MakeUpUsed],
  )
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: GuestRequest,
  ): Promise<BookedGuest> {
    return this.commands.create(
      request,
      (tx) => this.guests.book(tx, id, body),
      () => `/v1/lessons/${id}/guests`,
    );
  }

  /** Cancels a guest; the place is free again, and so is the right to make up. */
  @Delete(':clientId')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, GuestNotFound)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('clientId') clientId: string,
    @Query() query: ReasonQuery,
  ): Promise<Guest> {
    request.allowedQuery = ['reason'];
    return this.commands.run(request, (tx) => this.guests.cancel(tx, id, clientId, query.reason));
  }
}

@Controller('lessons/:id/absences')
export class LessonAbsencesController {
  constructor(
    private readonly commands: Commands,
    private readonly absences: AbsencesService,
    private readonly queries: AttendancePlansQueries,
  ) {}

  /** Lists the absences told ahead of a lesson. */
  @Get()
  @Can(Schedule.read)
  @Fails(LessonNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: AbsenceListQuery): Promise<AbsencePage> {
    return this.queries.absences(me, id, query);
  }

  /**
   * Notes that a client will not come.
   * Told in time (`absenceNoticeHours` of the settings) the mark will be `absent_excused`, later `absent`, unless whoever
   * completes the lesson says otherwise. The place is not given away.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, AbsenceTold)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: AbsenceRequest,
  ): Promise<Absence> {
    return this.commands.create(
      request,
      (tx) => this.absences.announce(tx, id, body),
      () => `/v1/lessons/${id}/absences`,
    );
  }

  /** Takes an absence back: the client comes after all. */
  @Delete(':clientId')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, AbsenceNotFound)
  withdraw(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('clientId') clientId: string,
  ): Promise<Absence> {
    return this.commands.run(request, (tx) => this.absences.withdraw(tx, id, clientId));
  }
}

@Controller('clients/:id')
export class ClientLessonsController {
  constructor(private readonly queries: AttendancePlansQueries) {}

  /**
   * Lists the lessons of a client.
   * Those of their groups while they are members, their own, and those they visit as a guest.
   */
  @Get('lessons')
  @Can(Schedule.read)
  @Fails(ClientNotFound)
  lessons(@Me() me: Actor, @Id() id: string, @Query() query: ClientLessonListQuery): Promise<LessonPage> {
    return this.queries.lessonsOf(me, id, query);
  }

  /** Lists what a client may make up: the missed lessons, until when, and which lesson makes them up. */
  @Get('make-ups')
  @Can(Schedule.read)
  @Fails(ClientNotFound)
  makeUps(@Me() me: Actor, @Id() id: string, @Query() query: MakeUpListQuery): Promise<MakeUpPage> {
    return this.queries.makeUps(me, id, query);
  }
}
