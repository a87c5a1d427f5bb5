import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage, type PageRequest } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import { ReviewNotFound } from './audit.errors.js';
import type { Review } from './reviews.dto.js';

const REVIEW = sql`
  select r.id, r.number, r.note, r.version, r.reason, r.digest, r.seal_number as "sealNumber",
         case when r.closed_at is not null then 'closed' when r.cancelled_at is not null then 'cancelled' else 'open' end as status,
         r.created_at as "openedAt", r.created_by as "openedBy", r.closed_at as "closedAt", r.cancelled_at as "cancelledAt",
         case when r.closed_at is not null or r.cancelled_at is not null then r.updated_by end as "endedBy",
         coalesce(b.changes, 0) as changes, q.open as "openQuestions",
         jsonb_build_object('fine', m.fine, 'questioned', m.questioned, 'unmarked', greatest(coalesce(b.changes, 0) - m.fine - m.questioned, 0)) as marks
  from audit_reviews r
  left join audit_review_boundaries b on b.review_id = r.id
  cross join lateral (select count(*) as open from audit_questions where review_id = r.id and status = 'open') q
  cross join lateral (
    select coalesce(r.fine, count(*) filter (where g.mark = 'fine')) as fine, coalesce(r.questioned, count(*) filter (where g.mark = 'questioned')) as questioned
    from audit_review_marks k join audit_markings g on g.id = k.marking_id where k.review_id = r.id and r.digest is null
  ) m`;

/** Reviews as cards and lists. That there was one is no secret among those who may read the trail. */
@Injectable()
export class ReviewsQueries {
  constructor(private readonly db: Db) {}

  list(query: PageRequest): Promise<Page<Review>> {
    return keysetPage<Review>(this.db, {
      query,
      sorts: { number: { column: sql`r.number`, type: 'bigint' } },
      defaultSort: '-number',
      id: sql`r.id`,
      select: REVIEW,
      where: [],
    });
  }

  async get(reader: Reader, id: string): Promise<Review> {
    const found = await reader.find<Review>(sql`${REVIEW} where r.id = ${id}`);
    if (found === null) throw ReviewNotFound({ id });
    return found;
  }

  getOne(id: string): Promise<Review> {
    return this.get(this.db, id);
  }
}
