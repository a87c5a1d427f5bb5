import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { CONTACTS } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Db } from '../database/db.js';
import { keysetPage } from '../database/keyset.js';
import { masked } from '../database/masked.js';
import { reach } from '../database/reach.js';
import type { Reader } from '../database/reader.js';
import { sql, type Sql } from '../database/sql.js';
import type { Letter, LetterAttempt, LetterListQuery, LetterWithAttempts } from './letters.dto.js';
import { LetterNotFound } from './letters.errors.js';
import { Letters } from './letters.permissions.js';

/** Letters of a branch are seen by whom its branch is within; those of none by who sees all. */
export const letterReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, { branch: sql`l.branch_id` });

@Injectable()
export class LettersQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: LetterListQuery): Promise<Page<Letter>> {
    const { status, kind, subjectType, subjectId, from, to } = query;
    return keysetPage<Letter>(this.db, {
      query,
      sorts: { createdAt: { column: sql`l.created_at`, type: 'timestamptz' } },
      defaultSort: '-createdAt',
      id: sql`l.id`,
      select: letterFor(actor),
      where: [
        letterReach(actor, Letters.read),
        status !== undefined && sql`l.status = ${status}`,
        kind !== undefined && sql`l.kind = ${kind}`,
        subjectType !== undefined && sql`l.subject_type = ${subjectType}`,
        subjectId !== undefined && sql`l.subject_id = ${subjectId}`,
        from !== undefined && sql`l.created_at >= ${from}`,
        to !== undefined && sql`l.created_at < ${to}`,
      ],
    });
  }

  async get(
    reader: Reader,
    actor: Actor,
    id: string,
    permission = Letters.read,
  ): Promise<LetterWithAttempts> {
    const letter = await reader.find<Letter>(
      sql`${letterFor(actor)} where l.id = ${id} and ${letterReach(actor, permission)}`,
    );
    if (letter === null) throw LetterNotFound({ id });
    const attempts = await reader.query<LetterAttempt>(sql`
      select id, number, started_at as "startedAt", handed_at as "handedAt", finished_at as "finishedAt", outcome,
             smtp_code as "smtpCode", problem
      from letter_attempts where letter_id = ${id} order by number`);
    return { ...letter, attempts };
  }
}

function letterFor(actor: Actor): Sql {
  const address = masked(actor, CONTACTS, sql`r.value -> 'address'`, (permission) =>
    reach(actor, permission, { branch: sql`l.branch_id` }),
  );
  return sql`
    select l.id, l.kind, l.status, l.subject_type as "subjectType", l.subject_id as "subjectId", l.branch_id as "branchId",
           (select coalesce(jsonb_agg(r.value || jsonb_build_object('address', ${address}) order by r.ordinality), '[]')
            from jsonb_array_elements(l.recipients) with ordinality r) as "to",
           l.language, l.message_id as "messageId", l.problem, l.tries,
           case when l.status = 'queued' then l.next_at end as "nextTryAt",
           l.created_at as "createdAt", l.created_by as "createdBy", l.sent_at as "sentAt", l.finished_at as "finishedAt"
    from letters l`;
}
