import { Body, Controller, Delete, Post, Query } from '@nestjs/common';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { Lesson } from '../lessons/lessons.dto.js';
import { LessonNotFound, LessonNotPlanned } from '../lessons/lessons.errors.js';
import { Schedule } from '../schedule.permissions.js';
import { Completion, CompletionRequest, CorrectionRequest, UndoQuery } from './completion.dto.js';
import { CorrectionTooLate, LessonNotCompleted, LessonNotYet, MaterialsShort } from './completion.errors.js';
import { CompletionService } from './completion.service.js';
import { CorrectionsService } from './corrections.service.js';

@Controller('lessons/:id/completion')
export class CompletionController {
  constructor(
    private readonly commands: Commands,
    private readonly completion: CompletionService,
    private readonly corrections: CorrectionsService,
  ) {}

  /**
   * Completes a lesson.
   * In one transaction: a visit is charged to every member of the group unless the policy of their mark says otherwise,
   * a visit no subscription pays is owed by the payer, the teacher's pay is accrued, the materials of the
   * cost norm are issued as the activity's `materialsPolicy` says, the schedule shows the lesson done.
   * It happens once: sent again, it changes nothing and answers what stands, whatever marks it carries; marks are changed
   * by `corrections`.
   */
  @Post()
  @Can(Schedule.complete)
  @Fails(LessonNotFound, LessonNotPlanned, LessonNotYet, MaterialsShort)
  complete(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CompletionRequest,
  ): Promise<Completion> {
    return this.commands.run(request, (tx) => this.completion.complete(tx, id, body));
  }

  /**
   * Corrects marks of a completed lesson.
   * For just these clients the old mark, its visit and its money are reversed and entered anew; pay that depends on who
   * came is accrued anew too, materials by the head are issued or taken back. Possible for `correctionDays` of the settings, later with `schedule:correct`.
   */
  @Post('corrections')
  @Can(Schedule.complete)
  @Fails(LessonNotFound, LessonNotCompleted, CorrectionTooLate, MaterialsShort)
  correct(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CorrectionRequest,
  ): Promise<Completion> {
    return this.commands.run(request, (tx) => this.corrections.correct(tx, id, body));
  }

  /**
   * Undoes a completion.
   * By reversing entries: every visit, every amount owed, the accrued pay and the materials are back where they were, and the lesson is
   * planned again. The marks stay in the history.
   */
  @Delete()
  @Can(Schedule.undo)
  @Fails(LessonNotFound, LessonNotCompleted)
  undo(@CurrentRequest() request: ApiRequest, @Id() id: string, @Query() query: UndoQuery): Promise<Lesson> {
    request.allowedQuery = ['reason'];
    return this.commands.run(request, (tx) => this.completion.undo(tx, id, query.reason ?? null));
  }
}
