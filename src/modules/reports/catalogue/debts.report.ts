import { MONEY } from '../../../kernel/field-groups.js';
import { sql } from '../../../platform/database/sql.js';
import { defineReport, type Column } from '../report.js';
import { Reports } from '../reports.permissions.js';
import { column } from './column.js';

const band = (code: string, titles: readonly [string, string], more: Partial<Column> = {}): Column =>
  column(code, 'money', titles, { groups: [MONEY], total: 'sum', ...more });

export const debts = defineReport({
  code: 'debts',
  title: { ru: 'Долги плательщиков по срокам', en: 'Debts by payer and age' },
  description: {
    ru: 'Кто сколько должен и как давно. Долг: открытая часть начислений, срок которых наступил; возраст в днях от срока оплаты (перенесённый срок считается перенесённым с того момента, когда его перенесли). Свободные деньги на счёте долг не уменьшают, пока не зачтены. Филиал берётся по счёту.',
    en: 'Who owes how much, and for how long. Debt: the open part of charges whose day has come; age is in days since they were due (a day that was moved is moved since it was). Free money of an account takes nothing off until it is allocated. The branch is that of the account.',
  },
  permission: Reports.finance,
  period: null,
  hasAsOf: true,
  parameters: {
    minDays: {
      ...{ kind: 'integer', min: 0, max: 3650, default: 0 },
      title: { ru: 'Старше, дней', en: 'Days at least' },
      description: 'Payers whose oldest debt is so many days old, or more.',
    },
  },
  columns: [
    column('payer', 'text', ['Плательщик', 'Payer']),
    column('accountId', 'text', ['Ид. счёта', 'Account id'], { only: 'json' }),
    column('clients', 'text', ['За кого', 'For whom']),
    column('debt', 'money', ['Долг', 'Debt'], { groups: [MONEY], total: 'sum', figure: 'bad' }),
    band('upTo30', ['До 30 дней', 'Up to 30 days']),
    band('upTo60', ['31–60 дней', '31–60 days']),
    band('upTo90', ['61–90 дней', '61–90 days']),
    band('over90', ['Больше 90 дней', 'Over 90 days'], { figure: 'bad' }),
    column('dueOn', 'date', ['Должны с', 'Owes since'], { description: 'The oldest open day of payment.' }),
    column('days', 'integer', ['Дней', 'Days'], { description: 'Since that day.' }),
    band('notDue', ['Срок не наступил', 'Not due yet'], {
      only: 'data',
      description: 'What these payers will owe by charges of later days.',
    }),
  ],
  chart: {
    ...{ kind: 'stacked', title: { ru: 'Самые большие долги', en: 'The largest debts' } },
    ...{ by: 'payer', of: ['upTo30', 'upTo60', 'upTo90', 'over90'], horizontal: true, most: 15 },
  },
  rows: ({ asOf, parameters, within }) => sql`
    with charged as (
      -- A charge nobody touched since is as it stands now; of the others what was entered by then is added up.
      select c.id, c.payer_account_id, c.client_id, due_on_at(c, ${asOf}) as due_on, c.amount - c.credited - c.paid as open
      from charges c where c.reversed_at is null and c.paid + c.credited < c.amount and c.updated_at <= ${asOf}
      union all
      select c.id, c.payer_account_id, c.client_id, due_on_at(c, ${asOf}), e.stands - p.paid
      from charges c
      cross join lateral (
        select coalesce(-sum(m.amount), 0)::bigint as stands from money_entries m where m.charge_id = c.id and m.created_at <= ${asOf}) e
      cross join lateral (
        select coalesce(sum(x.amount), 0)::bigint as paid from payment_allocations x where x.charge_id = c.id and x.created_at <= ${asOf}) p
      where c.updated_at > ${asOf} and c.created_at <= ${asOf} and e.stands > p.paid
    ), aged as (
      select a.id, c.client_id, c.due_on, c.open, (${asOf}::timestamptz at time zone b.time_zone)::date - c.due_on as days
      from charged c join payer_accounts a on a.id = c.payer_account_id join branches b on b.id = a.branch_id
      where ${within({ branch: sql`a.branch_id` })}
    ), owed as (
      select id, sum(open) filter (where days >= 0) as debt, sum(open) filter (where days between 0 and 30) as up_to_30,
             sum(open) filter (where days between 31 and 60) as up_to_60, sum(open) filter (where days between 61 and 90) as up_to_90,
             sum(open) filter (where days > 90) as over_90, sum(open) filter (where days < 0) as not_due,
             min(due_on) as due_on, max(days) as days, array_agg(distinct client_id) filter (where days >= 0) as client_ids
      from aged group by id having max(days) >= ${parameters.minDays}
    )
    select h.name as payer, o.id as "accountId",
           (select string_agg(k.last_name || ' ' || k.first_name, ', ' order by k.last_name, k.first_name, k.id)
            from clients k where k.id = any (o.client_ids)) as clients,
           o.debt::bigint as debt, coalesce(o.up_to_30, 0)::bigint as "upTo30", coalesce(o.up_to_60, 0)::bigint as "upTo60",
           coalesce(o.up_to_90, 0)::bigint as "upTo90", coalesce(o.over_90, 0)::bigint as "over90", o.due_on::text as "dueOn", o.days,
           coalesce(o.not_due, 0)::bigint as "notDue"
    from owed o join payer_accounts a on a.id = o.id
    join lateral (
      select last_name || ' ' || first_name as name from guardians where id = a.guardian_id
      union all
      select last_name || ' ' || first_name from clients where id = a.client_id
    ) h on true
    order by o.debt desc, h.name, o.id`,
});
