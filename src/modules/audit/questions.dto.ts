import { IsBoolean, IsIn } from 'class-validator';
import { PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { IdText, Nullable, Optional, Text } from '../../platform/http/validators.js';

export const QUESTION_STATES = ['open', 'answered', 'withdrawn'] as const;

/** A change that a question is about. */
export class QuestionedChange {
  id: string;
  at: string;
  /** @example "clients" */
  table: string;
  recordId: string;
  /** @example "update" */
  operation: string;
}

/** An answer to a question. */
export class Answer {
  id: string;
  text: string;
  at: string;
  by: Signature;
}

/** A question to the author of changes. */
export class Question {
  id: string;
  reviewId: string;
  /** `open`, `answered` or `withdrawn` (its changes were marked otherwise). */
  status: string;
  /** What is asked. */
  comment: string;
  /** Who is asked; null when the system made the changes. */
  userId: string | null;
  /** @example "anna" */
  login: string;
  /** How many changes it was asked about. */
  changes: number;
  /** The first twenty of those it still stands for. */
  subjects: QuestionedChange[];
  askedAt: string;
  askedBy: Signature;
  answers: Answer[];
}

export class QuestionPage extends PageOf(Question) {}

/** Filters of questions. */
export class QuestionListQuery extends PageQuery {
  @IdText()
  @Optional()
  reviewId?: string;

  /** @example "open" */
  @IsIn(QUESTION_STATES)
  @Optional()
  status?: string;
}

/** Answers a question. */
export class AnswerRequest {
  /** @example "The parents asked for it by phone; the director agreed." */
  @Text(5000)
  text: string;
}

/** Closes a review. */
export class ClosingRequest {
  /** Close over open questions; then give a reason. */
  @IsBoolean()
  @Optional()
  force?: boolean;

  /** Why the open questions stay without an answer. */
  @Text(2000)
  @Nullable()
  reason?: string | null;
}
