import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { newId } from '../../platform/database/ids.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { QuestionNotFound, QuestionOfOneself, QuestionWithdrawn } from './audit.errors.js';
import { questionAnswered } from './audit.events.js';
import { changeReach } from './records.queries.js';
import type { Question, QuestionListQuery } from './questions.dto.js';
import { ReviewsRepository } from './reviews.repository.js';

const QUESTION = sql`
  select q.id, q.review_id as "reviewId", q.status, g.comment, q.user_id as "userId", q.login, q.changes,
         q.created_at as "askedAt", q.created_by as "askedBy",
         coalesce((select jsonb_agg(jsonb_build_object('id', s.id::text, 'at', utc(s.at), 'table', s.table_name, 'recordId', s.record_id, 'operation', s.operation) order by s.id)
                   from (select a.* from audit_review_marks k join audit_changes a on a.id = k.change_id
                         where k.marking_id = q.marking_id and a.actor_login = q.login order by a.id limit 20) s), '[]') as subjects,
         coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'text', w.text, 'at', utc(w.created_at), 'by', w.created_by) order by w.id)
                   from audit_answers w where w.question_id = q.id), '[]') as answers
  from audit_questions q join audit_markings g on g.id = q.marking_id`;

/** Whoever is asked, and whoever reads the trail where the changes were made: a manager. */
const visibleTo = (actor: Actor): Sql => sql`(q.user_id = ${actor.userId} or exists (
  select from audit_review_marks k join audit_changes a on a.id = k.change_id
  where k.marking_id = q.marking_id and a.actor_login = q.login and ${changeReach(actor)}))`;

/** Questions of a review and their answers. */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly db: Db,
    private readonly reviews: ReviewsRepository,
    private readonly events: Events,
  ) {}

  list(actor: Actor, query: QuestionListQuery): Promise<Page<Question>> {
    return keysetPage<Question>(this.db, {
      query,
      sorts: { askedAt: { column: sql`q.created_at`, type: 'timestamptz' } },
      defaultSort: '-askedAt',
      id: sql`q.id`,
      select: QUESTION,
      where: [
        visibleTo(actor),
        query.reviewId !== undefined && sql`q.review_id = ${query.reviewId}`,
        query.status !== undefined && sql`q.status = ${query.status}`,
      ],
    });
  }

  async answer(tx: Tx, reviewId: string, questionId: string, text: string): Promise<Question> {
    const question = await tx.find<{ status: string; mine: boolean }>(sql`
      select q.status, q.created_by ->> 'login' = ${tx.actor.login} as mine
      from audit_questions q where q.id = ${questionId} and q.review_id = ${reviewId} and ${visibleTo(tx.actor)}`);
    if (question === null) throw QuestionNotFound({ id: questionId });
    if (question.mine) throw QuestionOfOneself();
    await this.reviews.lockOpen(tx, reviewId);
    // Under the review's lock nobody marks, so a question no longer changes its state.
    const taken = await tx.run(
      sql`update audit_questions set status = 'answered' where id = ${questionId} and status <> 'withdrawn'`,
    );
    if (taken === 0) throw QuestionWithdrawn();
    await tx.run(
      sql`insert into audit_answers (id, question_id, text) values (${newId()}, ${questionId}, ${text})`,
    );
    await this.events.record(tx, questionAnswered({ reviewId, questionId }), { subjectId: reviewId });
    return tx.one<Question>(sql`${QUESTION} where q.id = ${questionId}`);
  }
}
