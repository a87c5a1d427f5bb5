import type { LedgerCheck } from '../../platform/database/ledger-check.js';
import { sql } from '../../platform/database/sql.js';

/** What must hold of costs, however the views are put together. */
export const costingChecks: readonly LedgerCheck[] = [
  {
    name: 'the cost of a lesson is the sum of its parts, its profit revenue without VAT less cost',
    sql: sql`
      select lesson_id as id, cost, profit from lesson_costs
      where cost is distinct from pay + contributions + materials + room + overhead
         or profit is distinct from revenue - vat - cost or vat not between 0 and revenue`,
  },
  {
    name: 'what a lesson brought is what the ledgers of visits and money say of its visits',
    sql: sql`
      select c.lesson_id as id, c.revenue, v.entered + m.charged as entered
      from lesson_costs c
      cross join lateral (
        select coalesce(sum(e.value), 0)::bigint as entered from visits v join visit_entries e on e.visit_id = v.id
        where v.lesson_id = c.lesson_id
      ) v
      cross join lateral (
        select coalesce(-sum(e.amount), 0)::bigint as charged
        from visits v join charges h on h.subject_id = v.id and h.kind = 'visit' join money_entries e on e.charge_id = h.id
        where v.lesson_id = c.lesson_id
      ) m
      where c.revenue <> v.entered + m.charged`,
  },
  {
    name: 'what a lesson cost in pay is what stands of its accruals',
    sql: sql`
      select c.lesson_id as id, c.pay, a.stands from lesson_costs c
      cross join lateral (
        select coalesce(sum(a.amount), 0)::bigint as stands from accruals a
        where a.lesson_id = c.lesson_id and a.kind <> 'reversal' and not exists (select from accruals r where r.reverses_id = a.id)
      ) a
      where c.pay <> a.stands`,
  },
  {
    name: 'what a lesson cost in materials is what the lines of its standing completion took out of stock',
    sql: sql`
      select c.lesson_id as id, c.materials, m.stands from lesson_costs c
      cross join lateral (
        select coalesce(-sum(e.value), 0)::bigint as stands
        from completions k join lesson_material_moves m on m.completion_id = k.id
        join stock_entries e on e.line_id = m.waybill_line_id
        where k.lesson_id = c.lesson_id and k.undone_at is null
      ) m
      where c.materials <> m.stands`,
  },
  {
    name: 'no more is deferred than was sold, and nothing below nothing',
    sql: sql`
      select s.id, w.worth, w.recognised, w.deferred from subscriptions s
      cross join lateral subscription_worth_at(s, 'infinity') w
      where w.deferred not between 0 and w.worth`,
  },
];
