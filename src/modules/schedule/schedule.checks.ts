import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** The laws of the schedule. */
export const scheduleChecks: LedgerCheck[] = [
  {
    name: 'schedule: a lesson is completed exactly when it has one standing completion',
    sql: sql`
      select l.id, l.status, count(c.id) as standing from lessons l
      left join completions c on c.lesson_id = l.id and c.undone_at is null
      group by l.id having (l.status = 'completed') <> (count(c.id) = 1) or count(c.id) > 1`,
  },
  {
    name: 'schedule: what a standing completion charged is a visit that stands',
    sql: sql`
      select t.id, t.lesson_id as "lessonId", t.client_id as "clientId", t.charged from attendances t
      join completions c on c.id = t.completion_id and c.undone_at is null
      left join visits v on v.id = t.visit_id and v.lesson_id = t.lesson_id and v.client_id = t.client_id and v.reversed_at is null
      where (t.charged <> 'none') <> (v.id is not null)`,
  },
  {
    name: 'schedule: no visit of a lesson stands without its completion',
    sql: sql`
      select v.id, v.lesson_id as "lessonId" from visits v
      where v.reversed_at is null
        and not exists (select from attendances t join completions c on c.id = t.completion_id and c.undone_at is null where t.visit_id = v.id)`,
  },
  {
    name: 'schedule: no group holds more members today than it has places',
    sql: sql`
      select g.id, g.capacity, count(*) as members from groups g
      join branches b on b.id = g.branch_id
      join group_members m on m.group_id = g.id and daterange(m.joined_on, m.left_on) @> (now() at time zone b.time_zone)::date
      group by g.id having count(*) > g.capacity`,
  },
  {
    name: 'schedule: a lesson lies on its day in the branch’s zone',
    sql: sql`
      select l.id, l.on_date as "onDate" from lessons l join branches b on b.id = l.branch_id
      where l.on_date <> (l.starts_at at time zone b.time_zone)::date`,
  },
];
