import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import { Clients } from '../clients.permissions.js';
import { clientReach } from '../clients.queries.js';
import type { DuplicatePair, PairQuery } from './duplicates.dto.js';

const DEFAULT_LIMIT = 50;
const LEAST_SCORE = 50;
/** More people at one phone than a family has: a centre's own, or one made up to fill the field. */
const CROWD = 12;

/** One join a reason, over what the two must have in common. */
const PAIRS = sql`
        select a.id as one, b.id as other, 95 as score, 'same-name-and-birth-date' as reason
        from people a join people b on b.birth_date = a.birth_date and b.last = a.last and b.first = a.first and b.id > a.id
        union all
        select least(a.id, b.id), greatest(a.id, b.id), 90, 'same-phone-and-first-name'
        from phones p join phones q on q.phone = p.phone and q.id > p.id
        join people a on a.id = p.id join people b on b.id = q.id and b.first = a.first
        where p.phone not in (select phone from crowds)
        union all
        select least(a.id, b.id), greatest(a.id, b.id), case when a.birth_date = b.birth_date then 85 else 55 end, 'names-swapped'
        from people a join people b on b.last = a.first and b.first = a.last and b.id > a.id
        where a.last <> a.first and (a.birth_date = b.birth_date or a.birth_date is null or b.birth_date is null)
        union all
        select a.id, b.id, 75, 'one-letter-and-birth-date'
        from people a join people b on b.birth_date = a.birth_date and b.id > a.id
        where (a.last, a.first) <> (b.last, b.first) and (a.last = b.last or a.first = b.first)
          and length(a.last || a.first) > 6 and similarity(a.last || ' ' || a.first, b.last || ' ' || b.first) > 0.4
          and one_edit_apart(a.last || ' ' || a.first, b.last || ' ' || b.first)
        union all
        select least(a.id, b.id), greatest(a.id, b.id), 70, 'one-letter-and-guardian'
        from client_guardians l join client_guardians m on m.guardian_id = l.guardian_id and m.client_id > l.client_id
        join people a on a.id = l.client_id join people b on b.id = m.client_id
        where one_edit_apart(a.last || ' ' || a.first, b.last || ' ' || b.first)
          and (a.birth_date is null or b.birth_date is null)`;

@Injectable()
export class DuplicatesQueries {
  constructor(private readonly db: Db) {}

  /**
   * Probable pairs within reach. No client is compared with all others; names are compared as the search text has them, in one spelling for both alphabets.
   */
  pairs(actor: Actor, query: PairQuery): Promise<DuplicatePair[]> {
    const { branchId, clientId, minScore = LEAST_SCORE, limit = DEFAULT_LIMIT } = query;
    return this.db.search(sql`
      with people as materialized (
        select c.id, c.branch_id, c.birth_date, split_part(c.search_text, ' ', 1) as last, split_part(c.search_text, ' ', 2) as first
        from clients c where c.merged_into_id is null and ${clientReach(actor, Clients.merge, 'c')}
      ), phones as materialized (
        select phone, id from (
          select unnest(c.phones) as phone, c.id from clients c
          union
          select unnest(g.phones), l.client_id from client_guardians l join guardians g on g.id = l.guardian_id
        ) p
      ), crowds as (
        select phone from phones group by phone having count(*) > ${CROWD}
      ), pairs as (${PAIRS}), scored as (
        select one, other, least(100, max(score) + 3 * (count(distinct reason) - 1))::integer as score,
               jsonb_agg(distinct reason order by reason) as reasons
        from pairs group by one, other
      )
      select s.score, s.reasons, jsonb_build_array(${shown('a')}, ${shown('b')}) as clients
      from scored s join clients a on a.id = s.one join clients b on b.id = s.other
      where ${sql.and([
        sql`s.score >= ${minScore}::integer`,
        sql`not exists (select from duplicate_dismissals d where d.one_id = s.one and d.other_id = s.other)`,
        branchId !== undefined && sql`${branchId}::uuid in (a.branch_id, b.branch_id)`,
        clientId !== undefined && sql`${clientId}::uuid in (s.one, s.other)`,
      ])}
      order by s.score desc, s.one, s.other limit ${limit}`);
  }
}

const shown = (alias: 'a' | 'b') => {
  const c = (column: string) => sql.ident(`${alias}.${column}`);
  return sql`jsonb_build_object('id', ${c('id')}, 'number', ${c('number')}, 'name', ${c('last_name')} || ' ' || ${c('first_name')},
    'birthDate', ${c('birth_date')}, 'branchId', ${c('branch_id')}, 'status', ${c('status')}, 'createdAt', utc(${c('created_at')}))`;
};
