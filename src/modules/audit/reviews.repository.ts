import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { ReviewNotFound, ReviewNotOpen } from './audit.errors.js';

export interface Outcome {
  digest: string;
  openQuestions: number;
}

/** Rows of reviews. What a review holds is written by functions of the owner of the trail, see the migration. */
@Injectable()
export class ReviewsRepository {
  async open(tx: Tx, note: string | null): Promise<string> {
    const id = newId();
    await tx.run(sql`insert into audit_reviews (id, number, note)
                     values (${id}, (select coalesce(max(number), 0) + 1 from audit_reviews), ${note})`);
    // The first review of an old centre takes in years.
    await tx.run(sql`set local statement_timeout = '10min'`);
    await tx.run(sql`select take_review(${id})`);
    return id;
  }

  async changes(tx: Tx, id: string): Promise<number> {
    const row = await tx.find<{ changes: number }>(
      sql`select changes from audit_review_boundaries where review_id = ${id}`,
    );
    return row?.changes ?? 0;
  }

  /** Everything done to a review is done under its lock, so nothing is marked while it closes. */
  async lockOpen(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ ended: boolean }>(sql`
      select closed_at is not null or cancelled_at is not null as ended from audit_reviews where id = ${id} for update`);
    if (found === null) throw ReviewNotFound({ id });
    if (found.ended) throw ReviewNotOpen();
  }

  async openQuestions(tx: Tx, id: string): Promise<number> {
    const { count } = await tx.one<{ count: number }>(
      sql`select count(*) from audit_questions where review_id = ${id} and status = 'open'`,
    );
    return count;
  }

  async close(tx: Tx, id: string, reason: string | null): Promise<string> {
    const { digest } = await tx.one<{ digest: string }>(sql`
      update audit_reviews r set closed_at = ${tx.now}, reason = ${reason}, digest = review_digest(r.id),
             seal_number = (select max(number) from audit_seals),
             fine = m.fine, questioned = m.questioned
      from (select count(*) filter (where g.mark = 'fine') as fine, count(*) filter (where g.mark = 'questioned') as questioned
            from audit_review_marks k join audit_markings g on g.id = k.marking_id where k.review_id = ${id}) m
      where r.id = ${id} returning r.digest`);
    return digest;
  }

  async cancel(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.run(sql`update audit_reviews set cancelled_at = ${tx.now}, reason = ${reason} where id = ${id}`);
    await tx.run(sql`select release_review(${id})`);
  }
}
