import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { WholeOrganisationOnly, ReviewQuestionsOpen } from './audit.errors.js';
import { reviewCancelled, reviewClosed, reviewOpened } from './audit.events.js';
import { Audit } from './audit.permissions.js';
import type { Review } from './reviews.dto.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ReviewsRepository } from './reviews.repository.js';

export interface ClosingInput {
  force?: boolean;
  reason?: string | null;
}

/** Opening, closing and cancelling. One review of the whole organisation at a time, so each change is in exactly one. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly repository: ReviewsRepository,
    private readonly queries: ReviewsQueries,
    private readonly events: Events,
  ) {}

  async open(tx: Tx, note: string | null): Promise<Review> {
    requireOrganisation(tx);
    const id = await this.repository.open(tx, note);
    const changes = await this.repository.changes(tx, id);
    await this.events.record(tx, reviewOpened({ reviewId: id, changes }), { subjectId: id });
    return this.queries.get(tx, id);
  }

  /** Signs what the review holds and how it was marked; after that nothing of it changes. */
  async close(tx: Tx, id: string, { force, reason }: ClosingInput): Promise<Review> {
    requireOrganisation(tx);
    await this.repository.lockOpen(tx, id);
    const questions = await this.repository.openQuestions(tx, id);
    if (questions > 0 && force !== true) throw ReviewQuestionsOpen({ questions });
    if (questions > 0 && (reason ?? null) === null) throw invalid([reasonRequired]);
    const digest = await this.repository.close(tx, id, questions > 0 ? (reason ?? null) : null);
    await this.events.record(tx, reviewClosed({ reviewId: id, digest }), { subjectId: id });
    return this.queries.get(tx, id);
  }

  /** What it held belongs to the next review. */
  async cancel(tx: Tx, id: string, reason: string): Promise<Review> {
    requireOrganisation(tx);
    await this.repository.lockOpen(tx, id);
    await this.repository.cancel(tx, id, reason);
    await this.events.record(tx, reviewCancelled({ reviewId: id }), { subjectId: id });
    return this.queries.get(tx, id);
  }
}

const reasonRequired = {
  pointer: '/reason',
  code: 'value.required',
  detail: 'Say why the open questions stay without an answer.',
};

function requireOrganisation(tx: Tx): void {
  if (scopeOf(tx.actor, Audit.review) !== 'all') throw WholeOrganisationOnly();
}
