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
      left join visits v on v.id = t.visit_id and v.lesson_id = t.lesson_id and v.client_id = t.client_id and v.reversed_at is null
      where t.reversed_at is null and (t.charged <> 'none') <> (v.id is not null)`,
  },
  {
    name: 'schedule: no visit of a lesson stands without its completion',
    sql: sql`
      select v.id, v.lesson_id as "lessonId" from visits v
      where v.reversed_at is null
        and not exists (select from attendances t where t.visit_id = v.id and t.reversed_at is null)`,
  },
  {
    name: 'schedule: no group holds more members today than it has places, but for those let in by an override',
    sql: sql`
      select g.id, g.capacity, count(*) as members from groups g
      join branches b on b.id = g.branch_id
      cross join lateral (select (now() at time zone b.time_zone)::date as today offset 0) d
      join group_members m on m.group_id = g.id and m.joined_on <= d.today and (m.left_on is null or m.left_on > d.today)
      group by g.id having count(*) > g.capacity and count(*) filter (where m.override_reason is null) > g.capacity`,
  },
  {
    name: 'schedule: a lesson lies on its day in the branch’s zone',
    sql: sql`
      select l.id, l.on_date as "onDate" from lessons l join branches b on b.id = l.branch_id
      where l.on_date <> (l.starts_at at time zone b.time_zone)::date`,
  },
  {
    name: 'schedule: a mark stands exactly as long as its completion',
    sql: sql`
      select t.id, t.lesson_id as "lessonId" from attendances t join completions c on c.id = t.completion_id
      where t.reversed_at is null and c.undone_at is not null`,
  },
  {
    name: 'schedule: the groups of a lesson are where the lesson is',
    sql: sql`
      select l.id from lessons l
      left join lateral (
        select array_agg(x.group_id order by x.group_id) as ids,
               bool_and(x.starts_at = l.starts_at and x.ends_at = l.ends_at and x.is_standing = (l.status in ('planned', 'completed'))) as "isSame"
        from lesson_groups x where x.lesson_id = l.id
      ) x on true
      where coalesce(x.ids, '{}') <> (select coalesce(array_agg(i order by i), '{}') from unnest(l.group_ids) i) or not coalesce(x."isSame", true)`,
  },
  {
    name: 'schedule: a lesson is for groups or for clients, never for nobody and never for both',
    sql: sql`
      select l.id from lessons l
      where (l.group_id is null) <> exists (select from lesson_clients c where c.lesson_id = l.id)`,
  },
  {
    name: 'schedule: the teachers of a lesson are where the lesson is',
    sql: sql`
      select l.id, r.role from lessons l
      cross join lateral (values ('lead', l.teacher_id), ('second', l.second_teacher_id)) as r(role, teacher_id)
      left join lesson_teachers t on t.lesson_id = l.id and t.role = r.role
      where (t.teacher_id, t.starts_at, t.ends_at, t.is_standing, t.overlap_id) is distinct from (r.teacher_id,
        case when r.teacher_id is not null then l.starts_at end, case when r.teacher_id is not null then l.ends_at end,
        case when r.teacher_id is not null then l.status in ('planned', 'completed') end,
        case when r.teacher_id is not null then l.teacher_overlap_id end)`,
  },
  {
    name: 'schedule: a completion was taught by whom its lesson says, and each of them was paid for it, once',
    sql: sql`
      select c.id, p.ids as "paidIds" from completions c join lessons l on l.id = c.lesson_id
      cross join lateral (
        select coalesce(array_agg(a.employee_id order by a.employee_id), '{}') as ids from accruals a
        where a.work_id = c.work_id and a.kind = 'work' and not exists (select from accruals r where r.reverses_id = a.id)
      ) p
      where c.undone_at is null and ((c.teacher_id, c.second_teacher_id) is distinct from (l.teacher_id, l.second_teacher_id)
        or p.ids <> (select array_agg(i order by i) from unnest(array_remove(array[c.teacher_id, c.second_teacher_id], null)) i))`,
  },
  {
    name: 'schedule: two lessons meet in a room or with a teacher only by an override',
    sql: sql`
      select a.id, b.id as "otherId" from (
        select a.id as first, b.id as second from lessons a
        join lessons b on b.room_id = a.room_id and b.id <> a.id and b.starts_at >= a.starts_at and b.starts_at < a.ends_at
        union
        select a.lesson_id, b.lesson_id from lesson_teachers a
        join lesson_teachers b on b.teacher_id = a.teacher_id and b.lesson_id <> a.lesson_id and b.starts_at >= a.starts_at and b.starts_at < a.ends_at
      ) p
      join lessons a on a.id = p.first and a.status in ('planned', 'completed')
      join lessons b on b.id = p.second and b.status in ('planned', 'completed')
      where not exists (select from lesson_overrides v where v.what in ('room', 'teacher')
        and ((v.lesson_id = a.id and v.over_lesson_id = b.id) or (v.lesson_id = b.id and v.over_lesson_id = a.id)))`,
  },
  {
    name: 'schedule: a missed lesson is made up once',
    sql: sql`
      select u.client_id as "clientId", u.missed_lesson_id as "missedLessonId", count(distinct u.lesson_id) as lessons from (
        select client_id, missed_lesson_id, lesson_id from lesson_guests where cancelled_at is null and missed_lesson_id is not null
        union select client_id, missed_lesson_id, lesson_id from attendances where reversed_at is null and missed_lesson_id is not null
      ) u group by u.client_id, u.missed_lesson_id having count(distinct u.lesson_id) > 1`,
  },
  {
    name: 'schedule: the pay of a completion is its one piece of work that stands',
    sql: sql`
      select c.id, c.work_id as "workId" from completions c
      join accruals a on a.lesson_id = c.lesson_id and a.kind = 'work'
        and not exists (select from accruals r where r.reverses_id = a.id)
      where c.undone_at is null and a.work_id <> c.work_id`,
  },
  {
    name: 'schedule: materials of a lesson that are out of stock are those of its standing completion, and nothing else',
    sql: sql`
      with stock as (
        select w.basis_id as lesson_id, e.item_id, -sum(e.quantity) as out
        from waybills w join stock_entries e on e.waybill_id = w.id where w.basis_kind = 'lesson' group by 1, 2
      ), moves as (
        select c.lesson_id, m.item_id, sum(m.moved) as moved
        from completions c join lesson_material_moves m on m.completion_id = c.id where c.undone_at is null group by 1, 2
      )
      select lesson_id as "lessonId", item_id as "itemId", s.out, m.moved from stock s full join moves m using (lesson_id, item_id)
      where coalesce(s.out, 0) <> coalesce(m.moved, 0)`,
  },
  {
    name: 'schedule: what a standing completion wants of a material is its norm for those who were there',
    sql: sql`
      select c.id, m.item_id as "itemId", m.wanted, m.per_lesson, m.per_attendee, t.heads from completions c
      cross join lateral (
        select count(*) filter (where t.mark in ('present', 'late', 'not_marked', 'trial', 'make_up', 'free')) as heads
        from attendances t where t.completion_id = c.id and t.reversed_at is null
      ) t
      cross join lateral (
        select m.item_id, sum(m.wanted) as wanted, max(m.per_lesson) as per_lesson, max(m.per_attendee) as per_attendee
        from lesson_material_moves m where m.completion_id = c.id group by m.item_id
      ) m
      where c.undone_at is null and m.wanted <> m.per_lesson + m.per_attendee * t.heads`,
  },
  {
    name: 'schedule: what moved of a material is the line of a waybill of its lesson that stands as long as the completion',
    sql: sql`
      select m.id, w.id as "waybillId", w.status from lesson_material_moves m
      join completions c on c.id = m.completion_id
      join waybill_lines l on l.id = m.waybill_line_id join waybills w on w.id = l.waybill_id
      where (w.basis_kind, w.basis_id) is distinct from ('lesson', c.lesson_id) or l.item_id <> m.item_id or l.quantity <> abs(m.moved)
         or w.kind <> case when m.moved > 0 then 'issue' else 'customer_return' end
         or (c.undone_at is null and w.status <> 'posted')
         or (c.undone_at is not null and m.moved > 0 and w.status <> 'reversed' and l.quantity <> (
           select coalesce(sum(b.quantity), 0) from waybill_lines b join waybills o on o.id = b.waybill_id and o.status = 'posted'
           where b.source_line_id = l.id))`,
  },
];
