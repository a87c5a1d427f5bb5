import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { changeColumns, shown, tableOf, type ChangeRow } from './changes.sql.js';
import { changeReach } from './records.queries.js';
import type {
  ChangeMark,
  ReviewChange,
  ReviewChangeQuery,
  ReviewGroup,
  ReviewSummary,
} from './reviews.dto.js';
import { ReviewsQueries } from './reviews.queries.js';

interface Row extends ChangeRow {
  mark: ChangeMark | null;
}

export interface ChangeFilter {
  userId?: string;
  login?: string;
  table?: string;
  operation?: string;
  mark?: string;
}

/** The changes (alias `a`) a review holds. Its outer ids narrow the scan, the ranges decide. */
export const heldBy = (reviewId: string): Sql => sql`
  a.id >= (select first_id from audit_review_boundaries where review_id = ${reviewId})
  and a.id <= (select last_id from audit_review_boundaries where review_id = ${reviewId})
  and exists (select from audit_review_ranges held where held.review_id = ${reviewId} and held.ids @> a.id)`;

/** Conditions on a change (alias `a`) and on the marking that stands for it (alias `g`). */
export const fitting = (filter: ChangeFilter): Sql =>
  sql.and([
    filter.userId !== undefined && sql`a.actor_id = ${filter.userId}`,
    filter.login !== undefined && sql`a.actor_login = ${filter.login}`,
    filter.table !== undefined && sql`a.table_name = ${tableOf(filter.table)}`,
    filter.operation !== undefined && sql`a.operation = ${filter.operation}`,
    filter.mark !== undefined && sql`coalesce(g.mark, 'unmarked') = ${filter.mark}`,
  ]);

export const marking = (reviewId: string): Sql => sql`
  left join audit_review_marks k on k.review_id = ${reviewId} and k.change_id = a.id
  left join audit_markings g on g.id = k.marking_id`;

const GROUP = sql`(a.actor_login || ' ' || a.table_name || ' ' || a.record_id)`;
const groupOf = (row: Row): string => `${row.by.login} ${row.table} ${row.recordId}`;

/** What a review holds: change by change in groups of user, table and record, and counted. */
@Injectable()
export class ReviewChangesQueries {
  constructor(
    private readonly db: Db,
    private readonly reviews: ReviewsQueries,
  ) {}

  async list(actor: Actor, reviewId: string, query: ReviewChangeQuery): Promise<Page<ReviewChange>> {
    await this.reviews.getOne(reviewId);
    const page = await keysetPage<Row>(this.db, {
      query,
      sorts: {
        group: { column: GROUP, type: 'text', value: groupOf },
        id: { column: sql`a.id`, type: 'bigint' },
      },
      defaultSort: 'group',
      id: sql`a.id`,
      idType: 'bigint',
      select: sql`
        select ${changeColumns(actor)},
               case when g.id is not null then jsonb_build_object('mark', g.mark, 'comment', g.comment, 'at', utc(g.created_at), 'by', g.created_by) end as mark
        from audit_changes a ${marking(reviewId)}`,
      where: [heldBy(reviewId), changeReach(actor), fitting(query)],
    });
    return { ...page, items: page.items.map((row) => shown(row)) };
  }

  async summary(actor: Actor, reviewId: string): Promise<ReviewSummary> {
    await this.reviews.getOne(reviewId);
    const groups = await this.db.query<ReviewGroup>(sql`
      select a.actor_id as "userId", a.actor_login as login, max(a.actor_name) as name, a.table_name as "table", a.operation,
             count(*) as changes, count(distinct a.record_id) as records, min(a.at) as "firstAt", max(a.at) as "lastAt",
             jsonb_build_object('fine', count(*) filter (where g.mark = 'fine'), 'questioned', count(*) filter (where g.mark = 'questioned'),
                                'unmarked', count(*) filter (where g.mark is null)) as marks
      from audit_changes a ${marking(reviewId)}
      where ${heldBy(reviewId)} and ${changeReach(actor)}
      group by a.actor_id, a.actor_login, a.table_name, a.operation
      order by a.actor_login, a.table_name, a.operation`);
    return { reviewId, changes: groups.reduce((sum, group) => sum + group.changes, 0), groups };
  }
}
