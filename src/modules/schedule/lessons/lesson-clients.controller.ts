import { Body, Controller, Delete, Post } from '@nestjs/common';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { Schedule } from '../schedule.permissions.js';
import { AlreadyExpected } from './attendance-plans.errors.js';
import { LessonClientRequest } from './lesson-clients.dto.js';
import { LessonClientsService } from './lesson-clients.service.js';
import { PlannedLesson } from './lessons.dto.js';
import {
  LastClientOfLesson,
  LessonClientNotFound,
  LessonNotFound,
  LessonNotIndividual,
  LessonNotPlanned,
  OverrideNotPermitted,
  RoomTooSmall,
  TooManyClients,
} from './lessons.errors.js';

@Controller('lessons/:id/clients')
export class LessonClientsController {
  constructor(
    private readonly commands: Commands,
    private readonly clients: LessonClientsService,
  ) {}

  /**
   * Adds a client to a planned individual lesson.
   * `warnings` names another lesson of theirs at the same time; a room too small says `409` with who finds no place,
   * unless an `override` with a reason is given.
   */
  @Post()
  @Can(Schedule.write)
  @Fails(
    ...[LessonNotFound, LessonNotPlanned, LessonNotIndividual, AlreadyExpected, TooManyClients],
    ...[RoomTooSmall, OverrideNotPermitted],
  )
  addClient(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: LessonClientRequest,
  ): Promise<PlannedLesson> {
    return this.commands.create(request, (tx) => this.clients.add(tx, id, body));
  }

  /**
   * Takes a client off a planned individual lesson; an absence they told goes with them.
   * The last one cannot be taken off: the lesson is cancelled instead.
   */
  @Delete(':clientId')
  @Can(Schedule.write)
  @Fails(LessonNotFound, LessonNotPlanned, LessonNotIndividual, LessonClientNotFound, LastClientOfLesson)
  removeClient(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('clientId') clientId: string,
  ): Promise<PlannedLesson> {
    return this.commands.run(request, (tx) => this.clients.remove(tx, id, clientId));
  }
}
