import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import type { Fault } from '../../kernel/errors.js';
import { newId } from '../../platform/database/ids.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { questionsAsked } from './audit.events.js';
import { Audit } from './audit.permissions.js';
import { changeReach } from './records.queries.js';
import { fitting, heldBy, marking, type ChangeFilter } from './review-changes.queries.js';
import type { Marking } from './reviews.dto.js';
import { ReviewsRepository } from './reviews.repository.js';

export interface MarkInput {
  changeIds?: string[];
  filter?: ChangeFilter;
  mark: 'fine' | 'questioned';
  comment?: string | null;
}

interface Author {
  userId: string | null;
  login: string;
  changes: number;
}

/** Marks changes of an open review, the last mark stands; questioned ones ask each of their authors. */
@Injectable()
export class MarksService {
  constructor(
    private readonly repository: ReviewsRepository,
    private readonly events: Events,
  ) {}

  async mark(tx: Tx, reviewId: string, input: MarkInput): Promise<Marking> {
    refuseUnclear(input);
    await this.repository.lockOpen(tx, reviewId);
    const which = await this.target(tx, reviewId, input);
    const id = newId();
    const { changes } = await tx.one<{ changes: number }>(sql`
      with target as materialized (
        select a.id from audit_changes a ${marking(reviewId)} where ${which}
      ), marking as (
        insert into audit_markings (id, review_id, mark, comment, changes)
        select ${id}, ${reviewId}, ${input.mark}, ${input.comment ?? null}, (select count(*) from target)
      ), marked as (
        insert into audit_review_marks (review_id, change_id, marking_id) select ${reviewId}, id, ${id} from target order by id
        on conflict (review_id, change_id) do update set marking_id = excluded.marking_id
      )
      select count(*) as changes from target`);
    await this.withdraw(tx, reviewId);
    const asked = input.mark === 'questioned' ? await this.ask(tx, reviewId, id) : [];
    if (asked.length > 0) {
      const userIds = asked.map(({ userId }) => userId);
      await this.events.record(tx, questionsAsked({ reviewId, userIds }), { subjectId: reviewId });
    }
    return { id, changes, questions: asked.length };
  }

  private async target(tx: Tx, reviewId: string, { changeIds, filter }: MarkInput): Promise<Sql> {
    const within = sql`${heldBy(reviewId)} and ${changeReach(tx.actor, Audit.review)}`;
    if (changeIds === undefined) return sql`${within} and ${fitting(filter ?? {})}`;
    const listed = sql`${within} and a.id = any (${changeIds}::bigint[])`;
    const found = await tx.query<{ id: string }>(
      sql`select a.id::text as id from audit_changes a where ${listed}`,
    );
    const ids = new Set(found.map((row) => row.id));
    const missing = changeIds.flatMap((id, index) =>
      ids.has(BigInt(id).toString()) ? [] : [notHeld(index)],
    );
    if (missing.length > 0) throw invalid(missing);
    return listed;
  }

  /** A question stands while a change of the one it asks stands under its marking. */
  private async withdraw(tx: Tx, reviewId: string): Promise<void> {
    await tx.run(sql`
      update audit_questions q set status = 'withdrawn'
      where q.review_id = ${reviewId} and q.status = 'open' and not exists (
        select from audit_review_marks k join audit_changes a on a.id = k.change_id
        where k.marking_id = q.marking_id and a.actor_login = q.login)`);
  }

  private async ask(tx: Tx, reviewId: string, markingId: string): Promise<Author[]> {
    const authors = await tx.query<Author>(sql`
      select (array_agg(a.actor_id))[1] as "userId", a.actor_login as login, count(*) as changes
      from audit_review_marks k join audit_changes a on a.id = k.change_id
      where k.marking_id = ${markingId} group by a.actor_login order by a.actor_login`);
    const rows = authors.map(({ userId, ...author }) => ({ id: newId(), user_id: userId, ...author }));
    await tx.run(sql`
      insert into audit_questions (id, review_id, marking_id, user_id, login, changes)
      select r.id, ${reviewId}, ${markingId}, u.id, r.login, r.changes
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, user_id uuid, login text, changes integer)
      left join users u on u.id = r.user_id`);
    return authors;
  }
}

function refuseUnclear({ changeIds, filter, mark, comment }: MarkInput): void {
  const faults: Fault[] = [];
  if ((changeIds === undefined) === (filter === undefined))
    faults.push({
      pointer: '/changeIds',
      code: 'mark.target-unclear',
      detail: 'Give either changeIds or filter.',
    });
  if (mark === 'questioned' && (comment ?? null) === null)
    faults.push({ pointer: '/comment', code: 'value.required', detail: 'Say what is asked.' });
  if (faults.length > 0) throw invalid(faults);
}

const notHeld = (index: number): Fault => ({
  pointer: `/changeIds/${String(index)}`,
  code: 'reference.not-found',
  detail: 'The review holds no such change, or it is out of your reach.',
});
