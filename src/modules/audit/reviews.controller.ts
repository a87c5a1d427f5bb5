import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  SignedIn,
  type ApiRequest,
} from '../../platform/http/index.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import {
  QuestionNotFound,
  QuestionOfOneself,
  QuestionWithdrawn,
  ReviewNotFound,
  ReviewNotOpen,
  WholeOrganisationOnly,
  ReviewOpenAlready,
  ReviewQuestionsOpen,
} from './audit.errors.js';
import { Audit } from './audit.permissions.js';
import { MarksService } from './marks.service.js';
import { QuestionsService } from './questions.service.js';
import { ReviewChangesQueries } from './review-changes.queries.js';
import { AnswerRequest, ClosingRequest, Question, QuestionListQuery, QuestionPage } from './questions.dto.js';
import {
  Marking,
  MarkRequest,
  Review,
  ReviewCancellationRequest,
  ReviewChangePage,
  ReviewChangeQuery,
  ReviewPage,
  ReviewRequest,
  ReviewSummary,
} from './reviews.dto.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ReviewsService } from './reviews.service.js';

@Controller('audit')
export class ReviewsController {
  constructor(
    private readonly commands: Commands,
    private readonly reviews: ReviewsService,
    private readonly marks: MarksService,
    private readonly questions: QuestionsService,
    private readonly queries: ReviewsQueries,
    private readonly changes: ReviewChangesQueries,
  ) {}

  /** Lists reviews, the last first. */
  @Get('reviews')
  @Can(Audit.read)
  list(@Query() query: PageQuery): Promise<ReviewPage> {
    return this.queries.list(query);
  }

  /**
   * Opens a review.
   * It holds every change committed before this moment that no closed review holds: to the transaction, whatever was
   * running. What commits later is for the next one. One review is open at a time.
   */
  @Post('reviews')
  @Can(Audit.review)
  @Fails(ReviewOpenAlready, WholeOrganisationOnly)
  open(@CurrentRequest() request: ApiRequest, @Body() body: ReviewRequest): Promise<Review> {
    return this.commands.create(request, (tx) => this.reviews.open(tx, body.note ?? null));
  }

  /** Shows a review: its state, how much it holds, how it is marked. */
  @Get('reviews/:id')
  @Can(Audit.read)
  @Fails(ReviewNotFound)
  get(@Id() id: string): Promise<Review> {
    return this.queries.getOne(id);
  }

  /** Lists what was added and changed since the last closed review, grouped by user, table and record, with times and values. */
  @Get('reviews/:id/changes')
  @Can(Audit.read)
  @Fails(ReviewNotFound)
  changesOf(@Me() me: Actor, @Id() id: string, @Query() query: ReviewChangeQuery): Promise<ReviewChangePage> {
    return this.changes.list(me, id, query);
  }

  /** Counts the changes of a review by user, table and operation. */
  @Get('reviews/:id/summary')
  @Can(Audit.read)
  @Fails(ReviewNotFound)
  summary(@Me() me: Actor, @Id() id: string): Promise<ReviewSummary> {
    return this.changes.summary(me, id);
  }

  /**
   * Marks changes as fine or questioned; the last mark stands.
   * Questioned ones ask each of their authors; a question whose changes are all marked otherwise is withdrawn.
   */
  @Post('reviews/:id/marks')
  @Can(Audit.review)
  @Fails(ReviewNotFound, ReviewNotOpen)
  mark(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: MarkRequest): Promise<Marking> {
    return this.commands.create(
      request,
      (tx) => this.marks.mark(tx, id, body),
      () => `/v1/audit/reviews/${id}`,
    );
  }

  /**
   * Closes and signs a review.
   * The digest covers what it holds and every mark. Refused while questions are open, unless forced with a reason.
   */
  @Post('reviews/:id/closing')
  @Can(Audit.review)
  @Fails(ReviewNotFound, ReviewNotOpen, ReviewQuestionsOpen, WholeOrganisationOnly)
  close(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ClosingRequest,
  ): Promise<Review> {
    return this.commands.run(request, (tx) => this.reviews.close(tx, id, body));
  }

  /** Cancels an open review: what it held belongs to the next. */
  @Post('reviews/:id/cancellation')
  @Can(Audit.review)
  @Fails(ReviewNotFound, ReviewNotOpen, WholeOrganisationOnly)
  cancel(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ReviewCancellationRequest,
  ): Promise<Review> {
    return this.commands.run(request, (tx) => this.reviews.cancel(tx, id, body.reason));
  }

  /** Lists questions: those asked of the caller, and for who reads the trail those about changes within reach. */
  @Get('questions')
  @SignedIn()
  listQuestions(@Me() me: Actor, @Query() query: QuestionListQuery): Promise<QuestionPage> {
    return this.questions.list(me, query);
  }

  /** Answers a question: whoever was asked, or who reads the trail there; never who asked. */
  @Post('reviews/:id/questions/:questionId/answers')
  @SignedIn()
  @Fails(QuestionNotFound, QuestionOfOneself, QuestionWithdrawn, ReviewNotOpen)
  answer(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('questionId') questionId: string,
    @Body() body: AnswerRequest,
  ): Promise<Question> {
    return this.commands.create(
      request,
      (tx) => this.questions.answer(tx, id, questionId, body.text),
      () => `/v1/audit/questions?reviewId=${id}`,
    );
  }
}
