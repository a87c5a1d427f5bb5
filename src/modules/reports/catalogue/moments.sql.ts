import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';

/** The instant at which the first day of a question begins in the branch `b`. */
export const startOf = ({ from }: Pick<Question, 'from'>): Sql =>
  sql`(${from}::date::timestamp at time zone b.time_zone)`;

/** The instant up to which a question looks in the branch `b`: the end of the period, or the moment asked of before it. */
export const endOf = ({ asOf, to }: Pick<Question, 'asOf' | 'to'>): Sql =>
  sql`least(${asOf}::timestamptz, ${to}::date::timestamp at time zone b.time_zone)`;

/** The last day of a question in the branch `b`: a day that has not come by the moment asked of is not looked at. */
export const lastDayOf = ({ asOf, to }: Pick<Question, 'asOf' | 'to'>): Sql =>
  sql`least(${to}::date - 1, (${asOf}::timestamptz at time zone b.time_zone)::date)`;

/** Whether the lesson `l` was on at an instant: planned by then and not cancelled, whatever was made of it since. */
export const wasOn = (asOf: Question['asOf']): Sql => sql`
  l.created_at <= ${asOf} and coalesce(
    (select k.kind = 'cancelled' from lesson_changes k
     where k.lesson_id = l.id and k.kind in ('cancelled', 'restored') and k.created_at > ${asOf}
     order by k.created_at, k.id limit 1),
    l.status in ('planned', 'completed'))`;
