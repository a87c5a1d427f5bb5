import { sql, type Sql } from '../../../platform/database/sql.js';
import type { Question } from '../report.js';

/**
 * Revenue as it is recognised, by what had been entered by the moment asked of: visits on the day of their lesson, worth
 * that burnt or stayed with the centre on the day it did, goods and services on the day they were sold, and below zero on
 * the day they came back, other charges on the day they were made, all with their VAT. Any other credit lowers the day of
 * what it is a credit of.
 */
export function recognised(question: Question): Sql {
  const { asOf, from, to, within } = question;
  const reached = (branch: Sql): Sql => within({ branch });
  return sql`lessons_of as (
      select l.id, l.branch_id, l.on_date from lessons l
      where l.on_date >= ${from} and l.on_date < ${to} and ${reached(sql`l.branch_id`)}
    ), recognised as (
      select l.branch_id, l.on_date, 'subscription' as source, s.vat_code, k.percent, x.value as revenue, vat_of(x.value, k.percent) as vat
      from (
        select v.lesson_id, e.subscription_id, sum(e.value)::bigint as value
        from lessons_of l join visits v on v.lesson_id = l.id
        join visit_entries e on e.visit_id = v.id and e.kind in ('charge', 'reversal') and e.created_at <= ${asOf}
        group by v.id, e.subscription_id having sum(e.value) <> 0
      ) x
      join lessons_of l on l.id = x.lesson_id join subscriptions s on s.id = x.subscription_id join vat_codes k on k.code = s.vat_code
      union all
      select l.branch_id, l.on_date, 'visit', c.vat_code, c.vat_percent, m.stands, vat_of(m.stands, c.vat_percent)
      from lessons_of l join visits v on v.lesson_id = l.id join charges c on c.subject_id = v.id and c.kind = 'visit'
      cross join lateral (${stands(asOf)}) m where m.stands <> 0
      union all
      select s.branch_id, e.on_date, 'unused', s.vat_code, k.percent, e.value, vat_of(e.value, k.percent)
      from visit_entries e join subscriptions s on s.id = e.subscription_id join vat_codes k on k.code = s.vat_code
      where e.kind in ('burn', 'refund', 'adjustment') and e.value <> 0 and e.on_date >= ${from} and e.on_date < ${to}
        and e.created_at <= ${asOf} and ${reached(sql`s.branch_id`)}
      union all ${sold(question)}
      union all
      select c.branch_id, d.day, 'other', c.vat_code, c.vat_percent, m.stands, vat_of(m.stands, c.vat_percent)
      from charges c join branches b on b.id = c.branch_id
      cross join lateral (select (c.created_at at time zone b.time_zone)::date as day) d
      cross join lateral (${stands(asOf)}) m
      where c.kind not in ('subscription', 'visit', 'sale') and m.stands <> 0 and d.day >= ${from} and d.day < ${to}
        and c.created_at >= ${from}::date - interval '1 day' and c.created_at < ${to}::date + interval '1 day'
        and ${reached(sql`c.branch_id`)}
    )`;
}

/**
 * Goods and services of the register: what stands of the charge and what came back make what was sold; the VAT of both is
 * that of the charge before and after.
 */
function sold({ asOf, from, to, within }: Question): Sql {
  return sql`
      select l.branch_id, s.on_date, l.kind, l.vat_code, l.vat_percent, x.sold, vat_of(x.sold, l.vat_percent)
      from sales s join sale_lines l on l.sale_id = s.id join charges c on c.subject_id = l.id and c.kind = 'sale'
      cross join lateral (${stands(asOf)}) m
      cross join lateral (
        select m.stands + coalesce(sum(r.net), 0)::bigint as sold from sale_return_lines r where r.sale_line_id = l.id and r.created_at <= ${asOf}) x
      where l.kind in ('goods', 'service') and x.sold <> 0 and s.on_date >= ${from} and s.on_date < ${to} and ${within({ branch: sql`l.branch_id` })}
      union all
      select r.branch_id, t.on_date, l.kind, l.vat_code, l.vat_percent, -r.net, -r.vat
      from sale_returns t join sale_return_lines r on r.return_id = t.id join sale_lines l on l.id = r.sale_line_id
      where l.kind in ('goods', 'service') and r.net <> 0 and t.on_date >= ${from} and t.on_date < ${to} and r.created_at <= ${asOf}
        and ${within({ branch: sql`r.branch_id` })}`;
}

/** What stands of the charge `c`: its entries, less what was credited and taken back. */
export const stands = (asOf: Question['asOf']): Sql => sql`
  select coalesce(-sum(e.amount), 0)::bigint as stands from money_entries e where e.charge_id = c.id and e.created_at <= ${asOf}`;
